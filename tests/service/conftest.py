"""Images that go when their test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import CreateOpts, Image, ImageClient, NotFound

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
