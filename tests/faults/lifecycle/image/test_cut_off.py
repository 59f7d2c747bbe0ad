"""Creations whose process was killed: the next run of the same resource finds what is there, at the real Glance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.image import ImageKind
from ecl_pulumi_images.acts.kind import ActFailed
from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import DROP, Between, error
from tests.support.callers import through
from tests.support.http_server import Answer, Call
from tests.support.one_resource import OneResource

THREE = ["POST /v2/images", "PUT /v2/images/ID/file", "GET /v2/images/ID"]


@pytest.fixture
def owner(cloud: LocalCloud, between: Between) -> ImageClient:
    return through(cloud, "demo1", between.url)


@pytest.fixture
def declared(name: str, file: Path) -> dict[str, Any]:
    formats = {"disk_format": "raw", "container_format": "bare"}
    return {"name": name, "local_file_path": str(file), "tags": ["a"], "properties": {"p": "1"}, **formats}


def kill(between: Between, owner: ImageClient, declared: dict[str, Any], at: str, resource: OneResource) -> None:
    """Run until the service has carried out `at`, and let nothing more out of this process."""
    done: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if done:
            return DROP
        if call.method == at:
            done.append(call)
            between.hand_on(call)
            return DROP
        return None

    between.meddle = meddle
    with pytest.raises(ActFailed):
        resource.up(declared)
    between.meddle = lambda _: None
    resource._forget()


def left(images: ImageClient, name: str) -> list[Image]:
    return list(images.list(name=name))


def test_the_first_creation_of_a_resource_costs_three_requests(
    between: Between, owner: ImageClient, declared: dict[str, Any]
) -> None:
    OneResource(ImageKind, owner).up(declared)

    assert between.asked() == THREE


@pytest.mark.parametrize("more", [{}, {"protected": True}, {"os_hidden": True}, {"visibility": "community"}])
def test_a_record_that_a_killed_run_has_left_is_filled_by_the_next(
    between: Between, owner: ImageClient, images: ImageClient, declared: dict[str, Any], more: dict[str, Any]
) -> None:
    resource = OneResource(ImageKind, owner)
    kill(between, owner, declared | more, "POST", resource)

    resource.up(declared | more)

    record = images.get(str(resource.id))
    assert (record.status, record.size) == ("active", 4096)
    posted = [call for call in between.calls if call.method == "POST"]
    assert {call.json["id"] for call in posted} == {record.id}
    resource.destroy() if not more.get("protected") else resource.up(declared | {"protected": False})


def test_an_image_that_a_killed_run_has_finished_is_named_and_not_doubled(
    between: Between, owner: ImageClient, images: ImageClient, declared: dict[str, Any], name: str
) -> None:
    resource = OneResource(ImageKind, owner)
    kill(between, owner, declared, "PUT", resource)
    [record] = left(images, name)
    assert record.status == "active"

    with pytest.raises(ActFailed, match=f"adopt='{record.id}' takes it over; if no stack has it, delete it"):
        resource.up(declared)
    resource.up(declared | {"adopt": record.id})

    assert left(images, name) == [record]


def test_an_image_of_the_same_name_that_is_another_one_is_left_alone(
    between: Between, owner: ImageClient, images: ImageClient, declared: dict[str, Any], name: str
) -> None:
    """A resource was renamed with an alias; a new one has its old name."""
    old = OneResource(ImageKind, owner)
    old.up(declared | {"tags": ["old"]})
    new = OneResource(ImageKind, owner)
    new._urn = old._urn

    new.up(declared)

    assert {image.id for image in left(images, name)} == {old.id, new.id}


def test_a_replacement_and_a_creation_after_a_deletion_find_an_id(
    between: Between, owner: ImageClient, declared: dict[str, Any], file: Path
) -> None:
    resource = OneResource(ImageKind, owner)
    resource.up(declared)
    before = len(between.calls)
    file.write_bytes(b"other")
    resource.up(declared)
    assert between.asked()[before:] == [*THREE, "DELETE /v2/images/ID"]
    resource.destroy()
    before = len(between.calls)

    resource.up(declared)

    assert between.asked()[before:] == ["POST /v2/images", "GET /v2/images", *THREE]


def test_a_spent_id_whose_first_post_gets_no_answer_is_no_end(
    between: Between, owner: ImageClient, declared: dict[str, Any]
) -> None:
    resource = OneResource(ImageKind, owner)
    resource.up(declared)
    resource.destroy()
    lost: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if call.method == "POST" and not lost:
            lost.append(call)
            return DROP
        return None

    between.meddle = meddle
    resource.up(declared)

    assert resource.outputs["status"] == "active"


def test_a_ring_that_is_used_up_costs_no_image(
    between: Between, owner: ImageClient, declared: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecl_pulumi_images.lifecycle.image.identity.SIZE", 2)
    resource = OneResource(ImageKind, owner)
    for _ in range(4):
        resource.up(declared)
        assert resource.outputs["status"] == "active"
        resource.destroy()


def test_a_record_of_another_project_under_the_same_id_is_passed_over(
    between: Between, owner: ImageClient, images2: ImageClient, declared: dict[str, Any]
) -> None:
    refused: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if call.method == "POST" and not refused:
            refused.append(call)
            return error(409, "Image ID is in use")
        return None

    between.meddle = meddle
    resource = OneResource(ImageKind, owner)
    resource.up(declared)

    assert resource.outputs["status"] == "active"
    assert resource.id != refused[0].json["id"]


def test_two_states_with_one_name_at_once_do_not_lose_each_others_image(
    between: Between, owner: ImageClient, images: ImageClient, declared: dict[str, Any], name: str
) -> None:
    """The second one takes the first one's record up before its data is there, and is done first."""
    first, second = OneResource(ImageKind, owner), OneResource(ImageKind, owner)
    second._urn = first._urn
    come: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if call.method == "PUT" and not come:
            come.append(call)
            second.up(declared)
        return None

    between.meddle = meddle
    with pytest.raises(ActFailed, match="409"):
        first.up(declared)

    assert [image.id for image in left(images, name)] == [second.id]
    assert images.get(str(second.id)).status == "active"
