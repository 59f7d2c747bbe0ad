"""A file that cannot be uploaded is refused in the same words in a preview, at its upload, and by the client alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ecl_pulumi_images.client import BadSource
from ecl_pulumi_images.client.transfer.source import opened as opened_by_the_client
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.data.local_file import blocks, ends


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(BadSource) as refused:
        read()
    return str(refused.value)


def by_the_client(path: str) -> None:
    with opened_by_the_client(path):
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "circle").symlink_to("circle")
    return tmp_path


@pytest.mark.parametrize("name", ["missing", "folder", "empty", "circle", "nul\0byte", "x" * 300, "empty/below"])
def test_one_fault_has_one_wording(folder: Path, name: str) -> None:
    path = str(folder / name)

    words = refusal(lambda: ends(path))

    assert path[:100] in words.replace("\\x00", "\0")
    assert words == refusal(lambda: by_the_client(path)) == refusal(lambda: list(blocks(path)))
    assert refusal(lambda: ends(path, unpack=True)) == words
    assert content_hash(path) is None


def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "is not a regular file" in refusal(lambda: ends(str(tmp_path / "pipe")))


def test_the_ends_of_a_short_file_are_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"short")

    assert ends(str(tmp_path / "short")) == (b"short", b"short")
