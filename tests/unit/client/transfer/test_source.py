from __future__ import annotations

import bz2
import gzip
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.transfer.body import blocks
from ecl_pulumi_images.client.transfer.source import BadSource, OpenSource, Source, opened


class ReadOnly:
    """A file object that can do nothing but read."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, count: int) -> bytes:
        return self._file.read(count)


def _content(source: OpenSource) -> bytes:
    return b"".join(bytes(block) for block in blocks(source))


@given(st.lists(st.binary(max_size=50), min_size=1).filter(any))
def test_every_kind_of_source_gives_the_same_bytes(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    kinds: list[Any] = [
        whole,
        bytearray(whole),
        memoryview(whole),
        io.BytesIO(whole),
        parts,
        iter(parts),
        ReadOnly(whole),
    ]
    for kind in kinds:
        with opened(kind) as source:
            assert _content(source) == whole


@given(st.lists(st.binary(max_size=50), min_size=1).filter(any))
def test_what_can_be_rewound_gives_the_same_bytes_again(parts: list[bytes]) -> None:
    for kind in (io.BytesIO(b"".join(parts)), parts):
        with opened(kind) as source:
            first = _content(source)
            source.rewind()

            assert source.rewindable
            assert _content(source) == first


@pytest.mark.parametrize("once", [iter([b"data"]), ReadOnly(b"data")])
def test_what_can_be_read_once_says_so(once: Source) -> None:
    with opened(once) as source:
        assert (source.rewindable, source.size) == (False, None)
        with pytest.raises(BadSource, match="cannot be read a second time"):
            source.rewind()


def test_a_file_object_counts_from_where_it_stands() -> None:
    file = io.BytesIO(b"headdata")
    file.seek(4)

    with opened(file) as source:
        assert source.size == 4
        assert _content(source) == b"data"
        source.rewind()
        assert _content(source) == b"data"


@pytest.mark.parametrize("compressed", [gzip, bz2])
def test_a_compressed_file_has_the_size_of_its_content(tmp_path: Path, compressed: Any) -> None:
    path = tmp_path / "data"
    path.write_bytes(compressed.compress(bytes(5000)))

    with compressed.open(path) as file, opened(file) as source:
        assert source.size == 5000
        assert _content(source) == bytes(5000)


def test_a_large_block_is_cut_and_a_small_one_is_not_waited_for() -> None:
    with opened(iter([bytes(3 << 20), b"small", b"", b"last"])) as source:
        assert [len(block) for block in blocks(source)] == [1 << 20, 1 << 20, 1 << 20, 5, 4]


def test_a_size_is_taken_from_a_list_and_left_open_for_an_iterator() -> None:
    with opened([b"four", b"five5"]) as listed, opened(iter([b"four"])) as once, opened(iter([b"four"]), 4) as said:
        assert (listed.size, once.size, said.size) == (9, None, 4)


def test_a_file_is_closed_after_and_one_that_was_given_is_not(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"data")
    file = path.open("rb")
    open_before = len(list(Path("/proc/self/fd").iterdir()))

    with opened(path) as source, opened(file):
        assert source.size == 4

    assert len(list(Path("/proc/self/fd").iterdir())) == open_before
    assert not file.closed
    file.close()


def _missing(folder: Path) -> Any:
    return folder / "missing"


def _folder(folder: Path) -> Any:
    return folder


def _text(folder: Path) -> Any:
    return io.StringIO("text")


def _not_bytes(folder: Path) -> Any:
    return ["text"]


def _number(folder: Path) -> Any:
    return 5


def _zero_byte(folder: Path) -> Any:
    return "nul\0byte"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "does not exist"),
        (_folder, "is a directory; name a file"),
        (_text, "open it for bytes, with mode 'rb'"),
        (_not_bytes, "the list gives str, not bytes"),
        (lambda _: {"image.raw": b"data"}, "is no path, binary file or iterable of bytes"),
        (lambda _: {b"image.raw": b"data"}, "is no path, binary file or iterable of bytes"),
        (_number, "5 is no path, binary file or iterable of bytes"),
        (_zero_byte, "cannot be read: embedded null byte"),
    ],
)
def test_a_bad_source_is_named_in_one_line(tmp_path: Path, make: Any, words: str) -> None:
    with pytest.raises(BadSource, match=re.escape(words)) as caught, opened(make(tmp_path)) as source:
        _content(source)

    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_file_that_a_relative_path_does_not_lead_to_is_said_to_be_looked_for_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(BadSource, match=re.escape(f"'a.img' in {str(tmp_path)!r} does not exist")), opened("a.img"):
        pass


@pytest.mark.parametrize("size", [0, -1, True, 1.5, "5"])
def test_a_size_that_is_no_number_of_bytes_is_refused(size: Any) -> None:
    with pytest.raises(BadSource, match=f"size={size!r}"), opened(iter([b"data"]), size):
        pass


def test_a_size_that_contradicts_the_source_is_refused() -> None:
    with pytest.raises(BadSource, match="size=5 was given, but the data holds 4 bytes"), opened(b"data", 5):
        pass


@pytest.mark.parametrize("empty", [b"", [], [b""], iter([b""]), io.BytesIO(), "/dev/null"])
def test_an_empty_source_is_refused(empty: Source) -> None:
    with pytest.raises(BadSource, match="is empty; an image needs data"), opened(empty) as source:
        _content(source)


@given(st.integers(min_value=1, max_value=100), st.integers(min_value=0, max_value=200))
def test_a_source_of_another_length_than_it_said_is_refused_before_its_end(said: int, real: int) -> None:
    given_out: list[bytes] = []
    with opened(iter([b"x"] * real), said) as source:
        if said == real:
            assert len(_content(source)) == said
            return
        with pytest.raises(BadSource, match="shrank" if real < said else "grew"):
            given_out.extend(bytes(block) for block in blocks(source))

    assert len(given_out) < said


def test_a_file_that_changed_is_not_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"data")
    with opened(path) as source:
        _content(source)
        os.utime(path, (1, 1))

        with pytest.raises(BadSource, match="cannot be sent again"):
            source.rewind()


def test_an_endless_device_has_no_size() -> None:
    with opened("/dev/zero") as source:
        assert (source.size, source.rewindable) == (None, False)


def test_a_source_that_can_be_gone_through_twice_can_be_measured() -> None:
    class Twice:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"four", b"five5"])

    with opened(Twice()) as source:
        assert source.size is None
        assert source.measure() == 9
        source.rewind()
        assert _content(source) == b"fourfive5"


def _cut(data: bytes) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data)[:-20]))


def _closed() -> io.BytesIO:
    file = io.BytesIO(b"data")
    file.close()
    return file


class Sulking(io.BytesIO):
    """A file object of somebody's own, with errors of its own."""

    def seekable(self) -> bool:
        raise LookupError("not today")


@pytest.mark.parametrize(
    ("file", "why"),
    [(_cut(os.urandom(1 << 21)), "end-of-stream"), (_closed(), "closed file"), (Sulking(b"data"), "not today")],
)
def test_a_file_object_that_cannot_be_read_is_one_clear_error(file: Any, why: str) -> None:
    with pytest.raises(BadSource, match=f"cannot be read: .*{why}"), opened(file) as source:
        _content(source)
