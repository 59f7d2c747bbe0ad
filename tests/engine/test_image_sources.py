"""Sources other than a plain file, under the real engine."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import changes
from tests.support.publisher import PASSWORD, USER, Publisher

from .stack import Program, Stack


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments) and None


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def image_id(stack: Stack) -> str:
    return str(stack.resources()["noble"]["id"])


@pytest.fixture
def web(iso: Path) -> Iterator[Publisher]:
    """An image, plain and packed."""
    with Publisher({"a": iso.read_bytes(), "a.gz": gzip.compress(iso.read_bytes())}) as publisher:
        yield publisher


def test_a_url_becomes_an_image_and_a_second_run_asks_for_nothing(
    stack: Stack, images: ImageClient, web: Publisher
) -> None:
    program = declare(image_source_url=web.url("a"), tags=["x"])
    stack.up(program)

    again = stack.up(program)

    record = images.get(image_id(stack))
    assert (record.status, record.disk_format, record.container_format) == ("active", "iso", "bare")
    assert stack.resources()["noble"]["outputs"]["disk_format"] == "iso"
    assert changes(again) == {}
    assert web.asked == ["/a"]


def test_the_service_fetches_an_image_by_itself_and_nothing_drifts(
    stack: Stack, images: ImageClient, web: Publisher, cloud: LocalCloud
) -> None:
    program = declare(image_source_url=web.url("a"), web_download=True, disk_format="iso", stores=["file2"])
    stack.up(program)

    refreshed, again = stack.refresh(), stack.up(program)

    assert (changes(refreshed), changes(again)) == ({}, {})
    told = None if cloud.state.ecl else "file2"  # an Image API before 2.8 tells no stores
    assert images.get(image_id(stack)).properties.get("stores") == told
    assert stack.resources()["noble"]["outputs"]["server_properties"].get("stores") == told


def test_a_packed_file_is_unpacked_and_keeps_its_identity(
    stack: Stack, images: ImageClient, web: Publisher, tmp_path: Path
) -> None:
    packed = tmp_path / "seed.iso.gz"
    packed.write_bytes(web.files["a.gz"])
    program = declare(local_file_path=str(packed), decompress=True, method="glance-direct")
    stack.up(program)
    moved = packed.rename(tmp_path / "moved.gz")

    again = stack.up(declare(local_file_path=str(moved), decompress=True))

    assert images.get(image_id(stack)).checksum == md5(web.files["a"])
    assert changes(again) == {}


def test_a_password_shows_neither_in_the_state_nor_in_a_failure(
    stack: Stack, images: ImageClient, web: Publisher
) -> None:
    private = {"image_source_username": USER, "image_source_password": PASSWORD}
    done = stack.up(declare(image_source_url=web.url("private/a"), **private))
    stack.refresh()

    said = stack.failure(lambda: stack.up(declare(image_source_url=web.url("private/none?sig=1"), **private)))
    planned, shown = stack.preview(declare(image_source_url=web.url("private/b"), **private))

    assert images.get(image_id(stack)).status == "active"
    assert "/private/none?*** answers 404 Not Found" in said
    assert planned["replace"] == 1
    assert [PASSWORD in text for text in (done.stdout, said, shown, stack.state_text())] == [False] * 4


def test_a_signed_url_that_is_a_secret_shows_nowhere_in_the_state(stack: Stack, web: Publisher) -> None:
    import pulumi

    def program() -> None:
        Image("noble", image_source_url=pulumi.Output.secret(web.url("a?signature=T0PS3CR3T")))

    done = stack.up(program)
    stack.refresh()

    assert "T0PS3CR3T" not in stack.state_text() + done.stdout


def test_a_contradiction_stops_the_preview_with_the_propertys_name(stack: Stack, web: Publisher) -> None:
    said = stack.failure(lambda: stack.preview(declare(image_source_url=web.url("a"), stores=["file2"])))

    assert "stores" in said
    assert "is set without an import; only an import chooses stores: set method='glance-direct'" in said


@pytest.mark.parametrize("url", ["/it's/noble?X-Amz-Signature=MARK'MARK", "/none?a=MARK\x01MARK#MARK"])
def test_no_part_of_a_signature_shows_whatever_stands_in_its_url(stack: Stack, web: Publisher, url: str) -> None:
    said = stack.failure(lambda: stack.up(declare(image_source_url=web.url("")[:-1] + url)))

    assert "?***" in said
    assert "MARK" not in said
