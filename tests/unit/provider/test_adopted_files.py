"""A service before Image API 2.7 keeps an MD5 only: it proves that an image taken over holds the declared file."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from pulumi.dynamic.dynamic import DiffResult

from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.provider.image import ImageProvider


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "noble.raw"
    path.write_bytes(b"some data")
    return path


def state(data: bytes, **more: str) -> dict[str, Any]:
    checksum = hashlib.md5(data, usedforsecurity=False).hexdigest()
    held = {"status": "active", "size": len(data), "checksum": checksum, "disk_format": "raw", "adopt": "i"}
    return {"__provider": "p", "name": "noble", **held, **more}


def decided(path: Path, recorded: dict[str, Any], **more: bool) -> DiffResult:
    news = {
        "__provider": "p",
        "name": "noble",
        "local_file_path": str(path),
        "content_hash": content_hash(path),
        **more,
    }
    return ImageProvider().diff("i", recorded, news)


def test_the_same_file_is_no_new_image(file: Path) -> None:
    assert decided(file, state(b"some data")).changes is False


@pytest.mark.parametrize("data", [b"othr data", b"longer data"])
def test_another_file_is_a_new_image(file: Path, data: bytes) -> None:
    assert decided(file, state(data)).replaces == ["content_hash"]


def test_what_is_unpacked_is_not_compared(file: Path) -> None:
    assert "content_hash" in (decided(file, state(b"some data"), decompress=True).replaces or [])


def test_a_file_that_is_gone_is_not_compared(file: Path) -> None:
    recorded, gone = state(b"some data"), file.with_name("gone")

    assert ImageProvider().diff("i", recorded, {"name": "noble", "local_file_path": str(gone), "content_hash": "a:b"})


def test_a_hash_that_the_service_keeps_is_what_counts(file: Path) -> None:
    recorded = state(b"some data", os_hash_algo="sha512", os_hash_value=hashlib.sha512(b"other").hexdigest())

    assert decided(file, recorded).replaces == ["content_hash"]
