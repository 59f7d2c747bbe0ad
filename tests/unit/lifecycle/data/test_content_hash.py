"""The content of a file is its identity; the cache never answers for another content."""

import hashlib
import os
from pathlib import Path

import pytest

from ecl_pulumi_images.lifecycle.data import content_hash as content
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def expected(data: bytes) -> str:
    return "sha512:" + hashlib.sha512(data).hexdigest()


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"x" * 3_000_000)

    assert content_hash(path) == expected(b"x" * 3_000_000) == content_hash(path)


def test_a_touched_file_keeps_its_identity(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    before = content_hash(path)
    os.utime(path, (1, 1))

    assert content_hash(path) == before


def test_a_changed_file_of_the_same_size_gets_another_identity(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    content_hash(path)
    path.write_bytes(b"atad")

    assert content_hash(path) == expected(b"atad")


def test_a_second_look_does_not_read_the_file_again(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    content_hash(path)
    (entry,) = (cache / "ecl-pulumi-images" / "hashes").iterdir()
    entry.write_text(entry.read_text().replace(expected(b"data")[7:], "remembered"))

    assert content_hash(path) == "sha512:remembered"


def test_a_broken_cache_entry_is_passed_over(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    content_hash(path)
    for entry in content.cache_folder().iterdir():
        entry.write_text("not json")

    assert content_hash(path) == expected(b"data")


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    monkeypatch.setenv("XDG_CACHE_HOME", str(path))

    assert content_hash(path) == expected(b"data")


def test_what_cannot_be_read_has_no_identity(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert [content_hash(path) for path in (tmp_path, tmp_path / "missing", pipe)] == [None, None, None]
