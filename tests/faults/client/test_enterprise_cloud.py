"""What only NTT Enterprise Cloud has (cases J1 and J4), against an application that behaves like it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, UpdateImageProperty, connect, errors
from ecl_pulumi_images.client.enterprise_cloud import _jobs
from tests.support.ecl_app import TYPES, EclApp, served
from tests.support.http_server import Answer, HttpServer, in_turn

WINDOWS = "WindowsServer_2012R2_Standard_64_ComLicense"


@pytest.fixture
def app() -> EclApp:
    return EclApp()


@pytest.fixture
def ecl(app: EclApp) -> Iterator[ImageClient]:
    with served(app) as url:
        yield connect(auth_type="none", endpoint_override=url, load_envvars=False)


def test_a_licence_is_sent_at_the_top_level_and_read_back(app: EclApp, ecl: ImageClient) -> None:
    image = ecl.create(CreateOpts(name="win", license_switch=WINDOWS))

    assert app.calls[0] == ("POST", "/v2/images", {"name": "win", "license_switch": WINDOWS})
    assert ecl.get(image.id).license_switch == WINDOWS


def test_the_licences_are_listed(ecl: ImageClient) -> None:
    assert ecl.license_switch_types() == TYPES


@pytest.mark.parametrize("visibility", ["shared", "community", "private"])
def test_what_the_user_says_is_sent_and_nothing_of_a_later_api(app: EclApp, ecl: ImageClient, visibility: str) -> None:
    image = ecl.create(CreateOpts(name="x", visibility=visibility))

    assert app.calls[0][2] == {"name": "x", "visibility": visibility}
    assert (image.os_hidden, image.os_hash_algo, image.os_hash_value) == (None, None, None)


def test_a_field_of_a_later_api_is_refused_in_the_services_words(ecl: ImageClient) -> None:
    with pytest.raises(errors.BadRequest, match="not allowed: os_hidden"):
        ecl.create(CreateOpts(name="x", os_hidden=False))


def test_a_copy_is_started_watched_listed_and_cancelled(app: EclApp, ecl: ImageClient) -> None:
    image = ecl.create(CreateOpts(name="noble"))

    job = ecl.copy_image(image.id, "tenant-b")

    assert app.calls[-1][2] == {"image_id": image.id, "tenant_id_dst": "tenant-b"}
    assert (job.status, job.copy_progress, job.destination_image_id) == ("queued", 0, None)
    assert (job.source_image_id, job.source_image_name, job.destination_tenant_id) == (image.id, "noble", "tenant-b")
    assert [ecl.get_copy(job.job_id).copy_progress, ecl.get_copy(job.job_id).status] == [50, "success"]
    assert [one.job_id for one in ecl.list_copies()] == [job.job_id]
    ecl.cancel_copy(job.job_id)
    assert ecl.get_copy(job.job_id).status == "cancelled"


def test_an_unknown_copy_is_not_found(ecl: ImageClient) -> None:
    for call in (ecl.get_copy, ecl.cancel_copy):
        with pytest.raises(errors.NotFound):
            call(str(uuid4()))


@pytest.mark.parametrize("job_id", ["", "..", "a/b"])
def test_a_malformed_job_id_is_refused_before_a_call(app: EclApp, ecl: ImageClient, job_id: str) -> None:
    with pytest.raises(errors.BadRequest, match="is no job id"):
        ecl.get_copy(job_id)

    assert app.calls == []


def test_copies_are_read_from_an_array_and_from_an_object() -> None:
    assert [job.job_id for job in _jobs(b'[{"job_id": "1", "copy_progress": null, "new": 1}]')] == ["1"]
    assert [job.job_id for job in _jobs(b'{"jobs": [{"job_id": "1", "copy_progress": "odd"}]}')] == ["1"]


def test_a_deletion_that_is_only_accepted_is_done(ecl: ImageClient) -> None:
    image = ecl.create(CreateOpts(name="x"))

    ecl.delete(image.id)

    with pytest.raises(errors.NotFound):
        ecl.get(image.id)


def test_a_licence_cannot_be_patched(ecl: ImageClient) -> None:
    image = ecl.create(CreateOpts(name="x", license_switch=WINDOWS))

    with pytest.raises(errors.Forbidden, match="read-only"):
        ecl.update(image.id, [UpdateImageProperty("replace", "license_switch", "other")])


def test_a_cloud_without_these_calls_is_not_found() -> None:
    with HttpServer(in_turn(Answer(404, b"", {"x-openstack-request-id": "r"}))) as server:
        images = connect(auth_type="none", endpoint_override=server.url, load_envvars=False)
        with pytest.raises(errors.NotFound):
            images.license_switch_types()
