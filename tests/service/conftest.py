"""Images that go when their test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import CreateOpts, Image, ImageClient, NotFound
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.image.create import create
from tests.service.sources import RAW, Declare
from tests.support.iso import write_iso
from tests.support.packing import PACK
from tests.support.publisher import Publisher

Make = Callable[..., Image]


@pytest.fixture
def make(images: ImageClient) -> Iterator[Make]:
    """Make an image record as demo1, by the fields of CreateOpts; its name is unique unless it is given."""
    made: list[str] = []

    def one(**fields: Any) -> Image:
        image = images.create(CreateOpts(**{"name": f"image-{uuid4()}", **fields}))
        made.append(image.id)
        return image

    yield one
    for image_id in made:
        with suppress(NotFound):
            images.delete(image_id)


@pytest.fixture
def active(images: ImageClient, make: Make) -> Callable[..., Image]:
    """Make an image with data."""

    def one(**fields: Any) -> Image:
        image = make(disk_format="raw", container_format="bare", **fields)
        images._transport.call(
            "PUT",
            f"/v2/images/{image.id}/file",
            body=b"data" * 256,
            headers={"Content-Type": "application/octet-stream"},
        )
        return images.get(image.id)

    return one


@pytest.fixture(scope="module")
def iso(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_iso(tmp_path_factory.mktemp("iso") / "seed.iso", b"instance-id: one\n").read_bytes()


@pytest.fixture(scope="module")
def web(iso: bytes) -> Iterator[Publisher]:
    files = {f"seed.iso.{end}": pack(iso) for end, pack in PACK.items()}
    files |= {"seed.iso": iso, "raw": RAW, "empty": b"", "page": b"<!DOCTYPE html><html>log in</html>"}
    files |= {f"cut.{end}": pack(RAW)[:-10] for end, pack in PACK.items()}
    with Publisher(files) as publisher:
        yield publisher


@pytest.fixture
def declare(images: ImageClient) -> Iterator[Declare]:
    """Create an image as the provider does; it is removed afterwards, and a failure must leave none."""
    name = f"image-{uuid4()}"
    warned: list[str] = []

    def declared(warnings: list[str] | None = None, **given: Any) -> Image:
        inputs, failures = check({"name": name, **given})
        assert failures == []
        conditions = Conditions(timeout=60, warn=(warned if warnings is None else warnings).append)
        return create(images, inputs, conditions)

    yield declared
    for image in images.list(name=name):
        images.delete(image.id)
