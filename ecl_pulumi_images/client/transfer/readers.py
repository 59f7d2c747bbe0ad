"""Reading a source block by block: how much there is, whether it can be read again, whether it changed meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import ImageServiceError


class BadSource(ImageServiceError, ValueError):
    """The source cannot be read, is empty, or changed while it was read. The message names it, and says why."""


class OpenSource:
    """A source that is being read.

    name: for messages. size: bytes, None when only reading to the end will tell. rewindable: whether `rewind` can
    work. fill: reads into a buffer and returns how many bytes, 0 at the end.
    """

    def __init__(self, name: str, fill: Callable[[memoryview], int], size: int | None) -> None:
        self.name = name
        self.size = size
        self.rewindable = False
        self._fill = fill

    def readinto(self, buffer: memoryview) -> int:
        """Read what there is, up to the buffer's length. Raises BadSource when the source cannot be read."""
        try:
            return self._fill(buffer)
        except OSError as error:
            raise unreadable(self.name, error) from error

    def rewind(self) -> None:
        """Go back to where the first reading began. Raises BadSource when that is not possible."""
        raise BadSource(f"{self.name} cannot be read a second time")

    def measure(self) -> int:
        """The size; where it is not known the whole source is read for it, and must be rewound after."""
        if self.size is None:
            buffer, self.size = memoryview(bytearray(1 << 20)), 0
            while count := self.readinto(buffer):
                self.size += count
        return self.size

    def check_end(self) -> None:
        """Raise BadSource when there is more to read than `size` bytes."""
        if self.readinto(memoryview(bytearray(1))):
            raise BadSource(f"{self.name} holds more than {self.size} bytes: it grew while it was read")


class FileSource(OpenSource):
    """A file object; `own` when it was opened here, so that its facts on disk tell whether it changed."""

    def __init__(self, file: Any, name: str, *, own: bool) -> None:
        super().__init__(name, _filler(file, name), None)
        self._file = file
        self._own = own
        with reading(name):
            self.rewindable = _is_seekable(file)
            if self.rewindable:
                self._start = file.tell()
                self.size = _end(file, self._start)
                self._seen = self._facts()

    def readinto(self, buffer: memoryview) -> int:
        with reading(self.name):
            return super().readinto(buffer)

    def rewind(self) -> None:
        if not self.rewindable:
            super().rewind()
        with reading(self.name):
            self._file.seek(self._start)
            if self._file.tell() != self._start or self._facts() != self._seen:
                raise BadSource(f"{self.name} cannot be sent again: it changed, or does not go back to its beginning")

    def check_end(self) -> None:
        super().check_end()
        if self.rewindable and self._facts() != self._seen:
            raise BadSource(f"{self.name} changed while it was read")

    def _facts(self) -> tuple[int, int] | None:
        if not self._own:
            return None
        found = os.fstat(self._file.fileno())
        return found.st_size, found.st_mtime_ns


class IterableSource(OpenSource):
    """An iterable of bytes. One that is no iterator, such as a list, can be gone through again."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__(f"the {type(blocks).__name__}", self._next, None)
        self._whole = blocks
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")
        self.rewindable = self._blocks is not blocks
        if isinstance(blocks, Sequence):
            self.size = sum(len(self._checked(block)) for block in blocks)

    def rewind(self) -> None:
        if not self.rewindable:
            super().rewind()
        self._blocks, self._rest = iter(self._whole), memoryview(b"")

    def _next(self, buffer: memoryview) -> int:
        while not self._rest:
            try:
                self._rest = self._checked(next(self._blocks))
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def _checked(self, block: Any) -> memoryview:
        if not isinstance(block, bytes | bytearray | memoryview):
            raise BadSource(f"{self.name} gives {type(block).__name__}, not bytes")
        return memoryview(block).cast("B")


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Raise BadSource, which names the source, for whatever a file raises when it is opened or read."""
    try:
        yield
    except ImageServiceError:
        raise
    except Exception as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: Exception) -> BadSource:
    """Return the error for a source that is not there, no file, closed, or damaged."""
    if isinstance(error, FileNotFoundError):
        return BadSource(f"{name} does not exist")
    if isinstance(error, IsADirectoryError):
        return BadSource(f"{name} is a directory; name a file")
    return BadSource(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}")


def empty(name: str) -> BadSource:
    """Return the error for a source that holds nothing."""
    return BadSource(f"{name} is empty; an image needs data")


def _is_seekable(file: Any) -> bool:
    """Whether the object can go back and has an end: pipes cannot, and terminals and /dev/zero say that they can."""
    try:
        mode = os.fstat(file.fileno()).st_mode
    except (AttributeError, OSError, ValueError):  # no file of the operating system
        mode = stat.S_IFREG
    if not (stat.S_ISREG(mode) or stat.S_ISBLK(mode)):
        return False
    return bool(hasattr(file, "seekable") and file.seekable())


def _end(file: Any, start: int) -> int:
    """Bytes from `start` to the end. Seeking is right for disks and compressed files too, where fstat is not."""
    end: int = file.seek(0, os.SEEK_END)
    file.seek(start)
    return max(0, end - start)


def _filler(file: Any, name: str) -> Callable[[memoryview], int]:
    def fill(buffer: memoryview) -> int:
        count: int | None = file.readinto(buffer)
        if count is None:
            raise BadSource(f"{name} is open without blocking: it has no data yet")
        return count

    def copy(buffer: memoryview) -> int:
        block = file.read(len(buffer))
        if not isinstance(block, bytes | bytearray | memoryview):
            raise BadSource(f"{name} gives {type(block).__name__}, not bytes")
        buffer[: len(block)] = block
        return len(block)

    return fill if hasattr(file, "readinto") else copy
