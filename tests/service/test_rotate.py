"""Old images go out of sight, and only once the new one is there (case E4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.http_server import HttpServer
from tests.support.old_glance import OldGlance

NAME = f"noble-{uuid4()}"


@pytest.fixture
def make(images: ImageClient) -> Iterator[Callable[..., Image]]:
    """Make an image of one byte, or a record without data."""
    made: list[str] = []

    def record(data: bytes = b"x") -> Image:
        image = images.create(client.CreateOpts(name=NAME, disk_format="raw", container_format="bare"))
        made.append(image.id)
        if data:
            images.upload(image.id, [data])
        return images.get(image.id)

    yield record
    for image_id in made:
        images.delete(image_id)


def seen(images: ImageClient) -> list[str]:
    return [image.id for image in images.list(name=NAME)]


def test_old_images_are_hidden_and_can_still_be_had_by_id(images: ImageClient, make: Any) -> None:
    old, older, new = make(), make(), make()

    hidden = images.rotate(new.id, [old.id, str(uuid4()), older.id])

    assert [(image.id, image.os_hidden) for image in hidden] == [(old.id, True), (older.id, True)]
    assert seen(images) == [new.id]
    assert images.get(old.id).status == "active"
    assert images.rotate(new.id, [old.id]) == [images.get(old.id)]  # again: nothing changes


def test_nothing_is_hidden_for_an_image_without_data(images: ImageClient, make: Any) -> None:
    old, new = make(), make(b"")

    with pytest.raises(client.ImageFailed, match="is queued with 0 bytes: no image was hidden"):
        images.rotate(new.id, [old.id])

    assert sorted(seen(images)) == sorted([old.id, new.id])


def test_nothing_is_hidden_for_an_image_that_holds_other_data_than_was_sent(images: ImageClient, make: Any) -> None:
    old, new = make(), make()
    sent = client.Transfer(1, {"sha512": hashlib.sha512(b"y").hexdigest()})

    with pytest.raises(client.ChecksumMismatch):
        images.rotate(new.id, [old.id], sent=sent)

    assert sorted(seen(images)) == sorted([old.id, new.id])


@pytest.mark.parametrize("old_ids", [lambda new: [new], lambda new: new])
def test_the_new_image_is_never_hidden(images: ImageClient, make: Any, old_ids: Any) -> None:
    new = make()

    with pytest.raises(client.InvalidRequest, match="without the new one"):
        images.rotate(new.id, old_ids(new.id))

    assert seen(images) == [new.id]


def test_where_images_cannot_be_hidden_they_are_renamed(images: ImageClient, cloud: LocalCloud, make: Any) -> None:
    old, new = make(), make()
    with HttpServer(OldGlance(cloud.image_url).respond) as before_2_7:
        settings: dict[str, Any] = {"config_files": [cloud.clouds_yaml], "load_envvars": False}
        ancient = client.connect("demo1", endpoint_override=before_2_7.url, **settings)
        [renamed] = ancient.rotate(new.id, [old.id])
        assert ancient.hide(old.id).name == renamed.name

    assert renamed.name == f"{NAME} (superseded)"
    assert seen(images) == [new.id]
