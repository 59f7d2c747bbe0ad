"""Fixtures that the tests beside it share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import ImageClient, ReplaceImageField
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import Between


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "raw"
    path.write_bytes(b"data" * 1024)
    return path


@pytest.fixture
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as proxy:
        yield proxy


@pytest.fixture
def name(images: ImageClient) -> Iterator[str]:
    """A name of its own; what has it when the test is over is removed."""
    name = f"post-{uuid4()}"
    yield name
    for image in images.list(name=name):
        if image.protected:
            images.update(image.id, [ReplaceImageField("protected", False)])
        images.delete(image.id)
