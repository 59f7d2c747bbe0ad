"""Copies to another tenant by Enterprise Cloud's replicator, under the real engine (cases J).

The local cloud's replicator really copies; a scripted service tells what a real one seldom does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pulumi import CustomTimeouts, ResourceOptions

from ecl_pulumi_images import Image, ImageCopy, Provider, client
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.http_server import Answer, Call, HttpServer

from .stack import Program, Stack, changes

JOBS = "/v2/extension/image_replicator/jobs"
IMAGE, JOB = str(uuid4()), str(uuid4())
TENANT = "0" * 31 + "1"


@pytest.fixture
def theirs(enterprise: LocalCloud) -> ImageClient:
    """The image service as demo2 sees it."""
    return client.connect(cloud="demo2", config_files=[enterprise.clouds_yaml], load_envvars=False)


@pytest.fixture
def mine(enterprise: LocalCloud) -> ImageClient:
    """The image service as demo1 sees it."""
    return client.connect(cloud="demo1", config_files=[enterprise.clouds_yaml], load_envvars=False)


@pytest.fixture
def declare(enterprise: LocalCloud, iso: Path) -> Callable[..., Program]:
    """A program: an image with data, copied to demo2."""

    def declaring(*, copied: bool = True, tenant: str | None = None) -> Program:
        def program() -> None:
            image = Image("noble", local_file_path=str(iso), properties={"os_distro": "ubuntu"})
            if copied:
                ImageCopy("copy", image_id=image.id, tenant_id_dst=tenant or enterprise.projects["demo2"])

        return program

    return declaring


def copied(stack: Stack) -> Any:
    return stack.resources()["copy"]["outputs"]


def test_an_image_is_copied_to_another_tenant(
    ecl_stack: Stack, theirs: ImageClient, declare: Callable[..., Program], iso: Path, enterprise: LocalCloud
) -> None:
    ecl_stack.up(declare())

    outputs = copied(ecl_stack)
    copy = theirs.get(outputs["copied_image_id"])
    assert (outputs["status"], outputs["copy_progress"]) == ("replicated", 100)
    assert outputs.get("failure_reason") is None
    assert outputs["source_tenant_id"] == enterprise.projects["demo1"]
    assert (copy.status, copy.size, copy.name) == ("active", iso.stat().st_size, "noble")
    assert copy.properties["os_distro"] == "ubuntu"
    theirs.delete(copy.id)


def test_a_second_run_and_a_refresh_copy_nothing(
    ecl_stack: Stack, mine: ImageClient, theirs: ImageClient, declare: Callable[..., Program]
) -> None:
    ecl_stack.up(declare())
    jobs = len(mine.list_copies())

    refreshed = ecl_stack.refresh()
    again = ecl_stack.up(declare())

    assert changes(refreshed) == changes(again) == {}
    assert len(mine.list_copies()) == jobs
    theirs.delete(copied(ecl_stack)["copied_image_id"])


def test_a_forgotten_copy_stays_with_its_tenant(
    ecl_stack: Stack, theirs: ImageClient, declare: Callable[..., Program]
) -> None:
    ecl_stack.up(declare())
    copy_id = copied(ecl_stack)["copied_image_id"]

    done = ecl_stack.up(declare(copied=False))

    assert f"image {copy_id} stays with tenant" in done.stdout
    assert theirs.get(copy_id).status == "active"
    theirs.delete(copy_id)


def test_a_copy_to_an_unknown_tenant_is_one_clear_line(ecl_stack: Stack, declare: Callable[..., Program]) -> None:
    said = ecl_stack.failure(lambda: ecl_stack.up(declare(tenant=TENANT)))

    assert f"image or tenant {TENANT} is unknown" in said
    assert f"tenant {TENANT} is not found" in said
    assert "Traceback" not in said
    assert "copy" not in ecl_stack.resources()


def test_an_image_without_data_cannot_be_copied(ecl_stack: Stack, mine: ImageClient, enterprise: LocalCloud) -> None:
    record = mine.create(CreateOpts(name="empty"))

    def program() -> None:
        ImageCopy("copy", image_id=record.id, tenant_id_dst=enterprise.projects["demo2"])

    said = ecl_stack.failure(lambda: ecl_stack.up(program))

    assert f"image {record.id} is queued" in said
    mine.delete(record.id)


def test_a_tenants_name_is_refused_before_anything_happens(
    ecl_stack: Stack, mine: ImageClient, declare: Callable[..., Program]
) -> None:
    before = len(list(mine.list()))

    said = ecl_stack.failure(lambda: ecl_stack.preview(declare(tenant="demo2")))

    assert "must be a project's id, which has 32 hexadecimal digits" in said
    assert len(list(mine.list())) == before


def test_other_clouds_have_no_replicator_and_the_error_says_so(stack: Stack) -> None:
    service = HttpServer(lambda _: Answer(404, {"message": "no", "code": "404", "title": "Not Found"}))
    with service:
        said = stack.failure(lambda: stack.up(on(service)))

        assert "has no image replicator, which is a service of NTT Enterprise Cloud" in said
        assert "share the image (ImageMember)" in said


def on(service: HttpServer) -> Program:
    """A program: one copy, ordered from a scripted service."""

    def program() -> None:
        scripted = Provider("scripted", auth_type="none", endpoint_override=service.url)
        ImageCopy("copy", ResourceOptions(provider=scripted), image_id=IMAGE, tenant_id_dst=TENANT)

    return program


def scripted(*looks: Any) -> HttpServer:
    """A service whose job shows these statuses, one a look, and the last one for ever."""
    waiting = list(looks)

    def respond(call: Call) -> Answer:
        if call.method == "POST":
            return Answer(202, {"job_id": JOB})
        if call.method == "DELETE":
            return Answer(204)
        if call.path in ("/v2/images", JOBS):
            return Answer(200, {"images": []} if call.path == "/v2/images" else [])
        status = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if status == "gone":
            return Answer(404, {"message": "no such job", "code": "404", "title": "Not Found"})
        place = {"source_image_id": IMAGE, "source_tenant_id": "t", "destination_tenant_id": TENANT}
        return Answer(
            200, {"job_id": JOB, "status": status, "copy_progress": 40, "destination_region_id": "jp2", **place}
        )

    return HttpServer(respond)


def test_a_failed_copy_is_recorded_with_its_reason_and_begun_anew(stack: Stack) -> None:
    looks = ("replicate_requested", "replicating", "error", "error", "replicating", "replicated")
    with scripted(*looks) as service:
        said = stack.failure(lambda: stack.up(on(service)))
        failed = stack.resources()["copy"]
        done = stack.up(on(service))

        reason = f"copy {JOB} of image {IMAGE} to tenant {TENANT} in jp2 ended with status error at 40%"
        assert reason in said
        assert "Traceback" not in said
        assert (failed["id"], failed["outputs"]["status"]) == (JOB, "error")
        assert failed["outputs"]["failure_reason"] == reason
        assert changes(done) == {"replace": 1}
        assert service.asked().count(f"POST {JOBS}") == 2
        assert copied(stack)["status"] == "replicated"
        stack.destroy()


def test_a_copy_that_takes_too_long_is_recorded_and_waited_for_by_the_next_run(stack: Stack) -> None:
    with scripted("replicating") as service:

        def hurried() -> None:
            there = Provider("scripted", auth_type="none", endpoint_override=service.url)
            options = ResourceOptions(provider=there, custom_timeouts=CustomTimeouts(create="1s"))
            ImageCopy("copy", options, image_id=IMAGE, tenant_id_dst=TENANT)

        said = stack.failure(lambda: stack.up(hurried))

        assert f"copy {JOB} is still replicating (40%): run `pulumi up` to wait on" in said
        service.respond = scripted("replicating", "replicating", "replicated").respond
        stack.up(on(service))
        assert service.asked().count(f"POST {JOBS}") == 1
        assert copied(stack)["status"] == "replicated"
        stack.destroy()


def test_deleting_a_copy_that_still_runs_cancels_it(stack: Stack) -> None:
    with scripted("replicating") as service:

        def program() -> None:
            scripted_provider = Provider("scripted", auth_type="none", endpoint_override=service.url)
            opts = ResourceOptions(provider=scripted_provider, custom_timeouts=CustomTimeouts(create="1s"))
            ImageCopy("copy", opts, image_id=IMAGE, tenant_id_dst=TENANT)

        stack.failure(lambda: stack.up(program))

        stack.destroy()

        assert f"DELETE {JOBS}/{JOB}" in service.asked()


def test_a_finished_copy_whose_job_is_forgotten_is_not_made_again(stack: Stack) -> None:
    with scripted("replicated", "gone") as service:
        stack.up(on(service))

        refreshed = stack.refresh()
        again = stack.up(on(service))

        assert changes(refreshed) == changes(again) == {}
        assert service.asked().count(f"POST {JOBS}") == 1
        stack.destroy()
