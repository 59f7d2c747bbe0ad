from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.transfer.destination import BadTarget, destination, temporary
from ecl_pulumi_images.client.transfer.ranged_get import skipped


def test_a_file_appears_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "image"
    with destination(path) as out:
        out.write(b"data")

        assert not path.exists()
    assert path.read_bytes() == b"data"


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"old")
    with pytest.raises(LookupError):
        _write_and_fail(path)

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _write_and_fail(path: Path) -> None:
    with destination(path) as out:
        out.write(b"new")
        raise LookupError


def test_a_device_is_written_to_and_not_replaced() -> None:
    with destination("/dev/null") as out:
        out.write(b"data")

    assert Path("/dev/null").is_char_device()


def test_an_open_file_stays_open() -> None:
    file = io.BytesIO()
    with destination(file) as out:
        out.write(b"data")

    assert file.getvalue() == b"data"


class Reluctant(io.RawIOBase):
    """A file that takes three bytes at a time."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, block: Any) -> int:
        self.taken += bytes(block[:3])
        return min(3, len(block))


def test_a_file_that_takes_less_than_it_is_given_gets_all() -> None:
    file = Reluctant()
    with destination(file) as out:  # type: ignore[arg-type]  # binary enough
        out.write(b"0123456789")

    assert file.taken == b"0123456789"


def _closed(file: io.BytesIO) -> io.BytesIO:
    file.close()
    return file


class Tee:
    """A file as people write one: `write` says nothing of what it took."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, block: Any) -> None:
        self.taken += bytes(block)


def test_a_file_that_does_not_say_what_it_took_is_given_nothing_twice() -> None:
    file = Tee()
    with destination(file) as out:  # type: ignore[arg-type]  # binary enough
        out.write(b"0123")
        out.write(b"4567")
        out.flush()

    assert file.taken == b"01234567"


def test_a_full_pipe_that_does_not_block_is_one_clear_error() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with (
        open(reader, "rb"),  # noqa: PTH123  it has no path
        open(writer, "wb", buffering=0) as pipe,  # noqa: PTH123  it has no path
        pytest.raises(BadTarget, match="open without blocking"),
        destination(pipe) as out,
    ):
        out.write(bytes(1 << 20))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("missing/image", "No such file or directory"),
        (".", "Is a directory"),
        (5, "neither a path nor a file"),
        ("/dev/full", "No space left on device"),
        ("a\0b", "NUL"),
        (io.StringIO(), "the StringIO is not open for writing bytes"),
        (io.TextIOWrapper(io.BytesIO()), "as mode 'wb' does"),
        (_closed(io.BytesIO()), "closed file"),
    ],
)
def test_a_bad_target_is_named(target: Any, words: str) -> None:
    with pytest.raises(BadTarget, match=words), destination(target) as out:
        out.write(b"data")


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_the_temporary_name_is_another_one_in_the_same_folder(name: str) -> None:
    path = Path("folder", name)
    if path.name:
        part = temporary(path)

        assert part.parent == path.parent
        assert part.name.startswith(".")
        assert part != temporary(path)


@pytest.mark.parametrize(
    ("status", "content_range", "skip"),
    [
        (200, "", 10),
        (206, "bytes 10-19/20", 0),
        (206, "bytes 10-19/*", 0),
        (206, "bytes 11-19/20", None),
        (206, "bytes */20", None),
        (206, "", None),
    ],
)
def test_where_an_answer_goes_on(status: int, content_range: str, skip: int | None) -> None:
    assert skipped(status, {"content-range": content_range}, 10) == skip
