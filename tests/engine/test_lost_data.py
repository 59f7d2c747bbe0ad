"""An image that is gone with data that the program cannot bring back is never made anew, empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.client import Image as Record

from .stack import Program, Stack, changes

LOST = "for which this program has no source; it is not made anew, as it would be empty"


@pytest.fixture
def existing(images: ImageClient) -> Record:
    """An image that nobody manages."""
    record = images.create(CreateOpts(name="existing", disk_format="raw", container_format="bare"))
    images.upload(record.id, b"some data")
    return record


def adopting(existing: Record) -> Program:
    return lambda: Image("noble", adopt=existing.id) and None


def sourceless() -> None:
    Image("noble", tags=["a"])


def named(images: ImageClient) -> list[str]:
    return [image.id for image in images.list(name="noble")]


def drift(stack: Stack) -> str:
    return stack.failure(lambda: stack.command("refresh", "--preview-only", "--expect-no-changes"))


@pytest.mark.parametrize("dropped", [False, True])
def test_an_adopted_image_that_somebody_deleted_stops_every_run(
    stack: Stack, images: ImageClient, existing: Record, dropped: Any
) -> None:
    program = sourceless if dropped else adopting(existing)
    stack.up(adopting(existing))
    stack.up(program)
    images.delete(existing.id)

    said = [
        stack.failure(lambda: stack.up(program, refresh=True)),
        stack.failure(stack.refresh),
        drift(stack),
        drift(stack),
    ]

    assert [one for one in said if f"image {existing.id} is gone, with 9 bytes {LOST}" not in one] == []
    assert all("Traceback" not in one for one in said)
    assert named(images) == []
    assert stack.resources()["noble"]["id"] == existing.id


def test_an_image_whose_source_was_taken_out_of_the_program_is_not_made_anew(
    stack: Stack, images: ImageClient, iso: Path
) -> None:
    stack.up(lambda: Image("noble", tags=["a"], local_file_path=str(iso)) and None)
    stack.up(sourceless)
    images.delete(stack.resources()["noble"]["id"])

    assert LOST in stack.failure(lambda: stack.up(sourceless, refresh=True))
    assert named(images) == []


def test_a_declared_source_brings_it_back(stack: Stack, images: ImageClient, existing: Record, iso: Path) -> None:
    stack.up(adopting(existing))
    images.delete(existing.id)
    stack.failure(stack.refresh)

    done = stack.up(lambda: Image("noble", local_file_path=str(iso)) and None)

    assert changes(done) == {"replace": 1}
    assert images.get(stack.resources()["noble"]["id"]).status == "active"
    stack.refresh(expect_no_changes=True)


def test_a_change_of_an_image_that_is_gone_says_what_was_lost_and_leaves_the_ways_out(
    stack: Stack, images: ImageClient, existing: Record, iso: Path
) -> None:
    stack.up(adopting(existing))
    images.delete(existing.id)

    said = stack.failure(lambda: stack.up(sourceless))
    stack.up(lambda: Image("noble", local_file_path=str(iso)) and None)

    assert LOST in said
    assert len(named(images)) == 1


def test_a_resource_that_leaves_the_program_is_forgotten(stack: Stack, images: ImageClient, existing: Record) -> None:
    stack.up(adopting(existing))
    images.delete(existing.id)

    stack.up(lambda: None)

    assert stack.resources() == {}


def test_an_image_that_never_had_data_is_made_anew(stack: Stack, images: ImageClient) -> None:
    stack.up(sourceless)
    images.delete(stack.resources()["noble"]["id"])

    stack.up(sourceless, refresh=True)

    assert named(images) == [stack.resources()["noble"]["id"]]


def test_an_image_with_a_source_is_made_anew(stack: Stack, images: ImageClient, iso: Path) -> None:
    def program() -> None:
        Image("noble", local_file_path=str(iso))

    stack.up(program)
    images.delete(stack.resources()["noble"]["id"])

    stack.up(program, refresh=True)

    assert images.get(stack.resources()["noble"]["id"]).status == "active"


def test_an_image_that_is_only_looked_up_is_not_missed(stack: Stack, images: ImageClient, existing: Record) -> None:
    stack.up(lambda: Image.get("found", existing.id) and None)
    images.delete(existing.id)

    stack.refresh()

    assert stack.resources() == {}
