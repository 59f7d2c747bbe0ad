"""Where data for an image comes from: a path, an open binary file, bytes, or an iterable of bytes."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from .readers import BadSource, FileSource, IterableSource, OpenSource, empty, reading

__all__ = ["BadSource", "OpenSource", "Source", "opened"]

#: A path, an object that is open for reading bytes (from where it stands), bytes, or an iterable of bytes.
Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Iterable[bytes]


@contextmanager
def opened(source: Source, size: int | None = None) -> Iterator[OpenSource]:
    """Open a source, ready for its first byte; what was opened here is closed after.

    size: bytes, where the caller knows and the source does not. Raises BadSource for what is missing, unreadable,
    a directory, a text file, empty, or not of the `size` that was given.
    """
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size <= 0):
        raise BadSource(f"size={size!r} is no number of bytes above 0")
    if isinstance(source, str | os.PathLike):
        with reading(_named(source)):
            file = open(source, "rb", buffering=0)  # noqa: PTH123, SIM115  the path as it was given; closed below
        with file:
            yield _sized(FileSource(file, repr(os.fspath(source)), own=True), size)
    else:
        yield _sized(_given(source), size)


def _given(source: Any) -> OpenSource:
    if isinstance(source, bytes | bytearray | memoryview):
        return FileSource(io.BytesIO(source), "the data", own=False)
    if isinstance(source, io.TextIOBase):
        raise BadSource(f"{_name(source)} is open for text: open it for bytes, with mode 'rb'")
    if hasattr(source, "read"):
        return FileSource(source, _name(source), own=False)
    if isinstance(source, Iterable) and not isinstance(source, Mapping):  # its keys would be taken for the data
        return IterableSource(source)
    raise BadSource(f"{source!r:.60} is no path, binary file or iterable of bytes")


def _sized(source: OpenSource, size: int | None) -> OpenSource:
    if source.size == 0:
        raise empty(source.name)
    if size is not None and source.size not in {None, size}:
        raise BadSource(f"size={size} was given, but {source.name} holds {source.size} bytes")
    source.size = source.size or size
    return source


def _named(path: str | os.PathLike[str]) -> str:
    """Return a path as a message names it: a relative one says where it was looked for."""
    name = os.fspath(path)
    return repr(name) if os.path.isabs(name) else f"{name!r} in {os.getcwd()!r}"  # noqa: PTH109, PTH117  a str


def _name(file: Any) -> str:
    name = getattr(file, "name", None)
    return repr(name) if isinstance(name, str) else f"the {type(file).__name__}"
