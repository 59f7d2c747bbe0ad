"""Where a download goes: a file that appears under its name only when all of it is there and right."""

from __future__ import annotations

import os
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO, RawIOBase
from pathlib import Path
from typing import Any

from ..errors import ImageServiceError
from .verification import Target


class BadTarget(ImageServiceError):
    """The target of a download cannot be written. The message names it, and says why."""


class Destination:
    """An open target. `name` is for messages."""

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        self._file = file

    def write(self, block: bytes) -> None:
        """Write all of a block. Raises BadTarget."""
        left = memoryview(block)
        try:
            while left:
                left = left[self._taken(left) :]
        except OSError as error:
            raise _bad(self.name, error) from error
        except (TypeError, ValueError) as error:  # it takes text, or is closed
            raise BadTarget(f"{self.name} is not open for writing bytes, as mode 'wb' does: {error}") from error

    def flush(self) -> None:
        """Hand on what is buffered here, if anything is. Raises BadTarget."""
        try:
            if hasattr(self._file, "flush"):
                self._file.flush()
        except OSError as error:
            raise _bad(self.name, error) from error

    def _taken(self, block: memoryview) -> int:
        """How many bytes were written. Objects that are no real files often do not say, and have taken all."""
        count: int | None = self._file.write(block)
        if count is None and isinstance(self._file, RawIOBase):
            raise BadTarget(f"{self.name} is open without blocking: it takes no data now")
        return len(block) if count is None else count


def temporary(path: Path) -> Path:
    """A name beside `path`, hidden and not in use: a rename within one folder cannot fail half-way."""
    return path.with_name(f".{path.name[:100]}.{uuid.uuid4().hex}.part")


@contextmanager
def destination(target: Target) -> Iterator[Destination]:
    """Open a target. A file gets its name when the block ends well, in the place of an older one; else it is removed.

    A pipe or a device is written to directly, as is an open file, which stays open. A symbolic link stays one: its
    file is replaced. Raises BadTarget.
    """
    if isinstance(target, str | os.PathLike):
        path = Path(target)
        if "\0" in str(path):
            raise BadTarget(f"{str(path)!r} is no path: it holds a NUL character")
        with _opened_special(path) if _is_special(path) else _replaced(Path(os.path.realpath(path))) as file:
            yield Destination(file, repr(str(path)))
    elif hasattr(target, "write"):
        yield Destination(target, f"the {type(target).__name__}")
    else:
        raise BadTarget(f"{target!r:.60} is neither a path nor a file that is open for writing bytes")


@contextmanager
def _replaced(path: Path) -> Iterator[FileIO]:
    part = temporary(path)
    try:
        file = part.open("xb", buffering=0)
    except OSError as error:
        raise _bad(repr(str(path)), error) from None
    try:
        with file:
            yield file
        _put_in_place(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _put_in_place(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError as error:
        raise _bad(repr(str(path)), error) from None


@contextmanager
def _opened_special(path: Path) -> Iterator[FileIO]:
    try:
        file = path.open("wb", buffering=0)
    except OSError as error:
        raise _bad(repr(str(path)), error) from None
    with file:
        yield file


def _is_special(path: Path) -> bool:
    """Whether there is something that must not be replaced by a file: a pipe, a device, a directory."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _bad(name: str, error: OSError) -> BadTarget:
    return BadTarget(f"{name} cannot be written: {error.strerror or error}")
