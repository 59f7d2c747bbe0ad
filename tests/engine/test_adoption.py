"""An adopted image is never lost: not by a new name, a forced replacement, other content, or a second adopter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.client import Image as Record

from .stack import Program, Stack, changes


@pytest.fixture
def existing(images: ImageClient) -> Iterator[Record]:
    """An image that nobody manages."""
    record = images.create(CreateOpts(name="existing", disk_format="raw", container_format="bare"))
    images.upload(record.id, b"some data")
    yield record
    images.delete(record.id)


def declare(existing: Record, name: str = "noble", **inputs: Any) -> Program:
    return lambda: Image(name, name="ours", adopt=existing.id, **inputs) and None


def test_a_resource_that_adopted_keeps_its_image_under_a_new_name(
    stack: Stack, images: ImageClient, existing: Record
) -> None:
    stack.up(declare(existing))

    done = stack.up(declare(existing, name="renamed"))

    assert changes(done) == {"create": 1, "delete": 1}
    assert f"image {existing.id} was taken over by another resource in this run: it is not deleted" in done.stdout
    assert images.get(existing.id).status == "active"
    stack.command("state", "delete", stack.resources()["renamed"]["urn"], "--yes")


def test_a_replacement_by_force_keeps_the_adopted_image(stack: Stack, images: ImageClient, existing: Record) -> None:
    stack.up(declare(existing))

    stack.up(declare(existing), replace=[stack.resources()["noble"]["urn"]])

    assert images.get(existing.id).status == "active"
    assert stack.resources()["noble"]["id"] == existing.id
    stack.command("state", "delete", stack.resources()["noble"]["urn"], "--yes")


def test_other_data_for_an_adopted_image_is_refused_in_the_preview(
    stack: Stack, images: ImageClient, existing: Record, iso: Path
) -> None:
    stack.up(declare(existing))

    said = stack.failure(lambda: stack.preview(declare(existing, local_file_path=str(iso))))

    assert "adopt: a change of content_hash" in said
    assert "leave adopt out to have a new image made and this one deleted" in said
    stack.command("state", "delete", stack.resources()["noble"]["urn"], "--yes")


def test_one_image_is_not_adopted_twice(stack: Stack, images: ImageClient, existing: Record) -> None:
    def program() -> None:
        Image("first", adopt=existing.id)
        Image("second", adopt=existing.id)

    said = stack.failure(lambda: stack.up(program))

    assert f"adopt: another resource of this program has taken over image {existing.id}: declare it once" in said
    [adopter] = stack.resources().values()
    assert images.get(existing.id).name == adopter["inputs"]["name"]
    stack.command("state", "delete", adopter["urn"], "--yes")


def test_an_image_that_was_adopted_once_is_remembered_as_such(stack: Stack, existing: Record) -> None:
    stack.up(declare(existing))
    stack.up(lambda: Image("noble", name="ours", tags=["a"]) and None)
    stack.refresh()

    assert stack.resources()["noble"]["outputs"]["adopt"] == existing.id
    stack.command("state", "delete", stack.resources()["noble"]["urn"], "--yes")
