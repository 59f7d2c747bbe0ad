"""An `image_id` of the program's choosing: what is there under it is never destroyed, and a failed upload goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pulumi
import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient, ReplaceImageField
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import DROP, Between, Meddle, error
from tests.support.http_server import Answer, Call

from .stack import Program, Stack, changes


@pytest.fixture
def between(cloud: LocalCloud, stack: Stack) -> Iterator[Between]:
    with Between(cloud.image_url) as proxy:
        stack.configure(endpoint_override=proxy.url)
        yield proxy
        proxy.meddle = lambda _: None
        stack.destroy()


@pytest.fixture
def precious(images: ImageClient) -> Iterator[Record]:
    """A protected image with data, that no state knows."""
    record = images.create(CreateOpts(id=str(uuid4()), name="noble", disk_format="raw", container_format="bare"))
    images.upload(record.id, b"cannot be had again")
    yield images.update(record.id, [ReplaceImageField("protected", True)])
    images.update(record.id, [ReplaceImageField("protected", False)])
    images.delete(record.id)


def declare(image_id: str, iso: Path, **more: Any) -> Program:
    return lambda: Image("noble", image_id=image_id, local_file_path=str(iso), **more) and None


def refusing(method: str, answer: Answer) -> Meddle:
    return lambda call: answer if call.method == method else None


@pytest.mark.parametrize("answer", [Answer(503), DROP])
def test_an_image_of_somebody_else_survives_a_flaky_gateway(
    between: Between, stack: Stack, images: ImageClient, precious: Record, iso: Path, answer: Answer
) -> None:
    """A lost state, and a POST without an answer."""
    between.meddle = refusing("POST", answer)

    said = stack.failure(lambda: stack.up(declare(precious.id, iso)))

    assert images.get(precious.id) == precious
    assert stack.resources() == {}
    assert f"image_id: image {precious.id} is there already (active" in said
    assert f"adopt='{precious.id}' takes it over" in said


@pytest.mark.parametrize("trouble", [error(413, "over quota"), Answer(502), DROP])
def test_a_failed_upload_is_made_good_by_the_next_run_under_the_same_id(
    between: Between, stack: Stack, images: ImageClient, iso: Path, trouble: Any
) -> None:
    chosen = str(uuid4())
    between.meddle = refusing("PUT", trouble)
    said = stack.failure(lambda: stack.up(declare(chosen, iso, tags=["a"])))
    left = stack.resources()["noble"]
    again = stack.failure(lambda: stack.up(declare(chosen, iso, tags=["a"])))
    between.meddle = lambda _: None

    planned, shown = stack.preview(declare(chosen, iso, tags=["b"]), diff=False)
    done = stack.up(declare(chosen, iso, tags=["b"]))
    quiet = stack.up(declare(chosen, iso, tags=["b"]))

    assert (left["id"], left["outputs"]["status"]) == (chosen, "queued")
    assert "is kept and recorded, as its id is never given twice: run `pulumi up` again" in said
    assert f"image {chosen} stays, and `pulumi up` goes on with it" in again
    assert planned == {"update": 1, "same": 1}
    assert f"uploads the data into image {chosen}" in shown
    assert changes(done) == {"update": 1}
    assert changes(quiet) == {}
    record = images.get(chosen)
    assert (record.status, record.tags) == ("active", ("b",))
    assert "DELETE" not in {call.method for call in between.calls}


def test_a_failed_upload_under_a_fixed_id_may_be_given_up_for_another_id(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    chosen, other = str(uuid4()), str(uuid4())
    between.meddle = refusing("PUT", error(413, "over quota"))
    stack.failure(lambda: stack.up(declare(chosen, iso)))
    between.meddle = lambda _: None

    stack.up(declare(other, iso))

    assert [image.id for image in images.list(id=[chosen, other])] == [other]


def test_a_hook_that_tries_again_does_not_take_a_queued_image_for_done(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    chosen, asked = str(uuid4()), []

    def program() -> None:
        hook = pulumi.ErrorHook("again", lambda _: asked.append(True) or len(asked) == 1)
        options = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(on_error=[hook]))
        Image("noble", options, image_id=chosen, local_file_path=str(iso))

    between.meddle = refusing("PUT", error(413, "over quota"))
    said = stack.failure(lambda: stack.up(program))
    between.meddle = lambda _: None
    stack.up(program)

    assert f"image {chosen} was left half made: run `pulumi up` again, which fills it" in said
    assert images.get(chosen).status == "active"


@pytest.mark.parametrize("arrives", [True, False])
def test_a_creation_that_may_still_arrive_is_looked_for_by_the_next_run(
    between: Between, stack: Stack, images: ImageClient, iso: Path, arrives: bool
) -> None:
    """The id is the resource's. Two POSTs are not answered in time; the first is carried out when the run is over."""
    held, name = Event(), f"late-{uuid4()}"

    def late(call: Call) -> Answer | None:
        if call.method != "POST":
            return None
        held.wait(60)
        return DROP

    def program() -> None:
        Image("noble", name=name, local_file_path=str(iso))

    between.meddle = late
    stack.configure(timeout="2")
    said = stack.failure(lambda: stack.up(program))
    held.set()
    between.meddle = lambda _: None
    if arrives:
        between.hand_on(next(call for call in between.calls if call.method == "POST"))
    recorded = stack.resources()
    stack.configure(timeout="60")
    stack.up(program)

    assert "POST /v2/images: no answer from" in said
    assert recorded == {}
    assert [(image.id, image.status) for image in images.list(name=name)] == [
        (stack.resources()["noble"]["id"], "active")
    ]
