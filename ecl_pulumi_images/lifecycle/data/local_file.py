"""A file on the machine that runs the program: whether it can be uploaded, and how it begins."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .decompression import Damaged, unpacked
from .disk_format import HEAD, beginning
from .inspector import TAIL

BLOCK = 1 << 20  # bytes


class Unusable(ValueError):
    """The file cannot be uploaded; the message says why and how to mend it."""


def head(path: str, *, unpack: bool = False) -> bytes:
    """Return the first bytes of a file that can be uploaded, or of what it holds compressed.

    Raises Unusable for any other file.
    """
    first = _head(path)
    if not unpack:
        return first
    try:
        return beginning(unpacked(blocks(path)))[0]
    except Damaged as error:
        raise Unusable(f"{path!r} {error}") from None


def tail(path: str) -> bytes:
    """Return the last bytes of a file, where some formats have their footer. Raises Unusable."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  the path as it was declared
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
            return file.read(TAIL)
    except OSError as error:
        raise Unusable(f"{path!r} cannot be read: {_reason(error)}") from None


def located(path: str, folder: str | None = None) -> str:
    """Return the absolute path of a file that was named in `folder`; "~" at its beginning means the home folder.

    A path whose home folder is not known comes back as it is: `head` refuses it.
    """
    if not path.startswith("~"):
        whole = Path(path)
        return str(whole if whole.is_absolute() else Path(folder or Path.cwd(), path))
    try:
        return str(Path(path).expanduser().absolute())
    except RuntimeError:  # no HOME, and a user id without a name; or no such user
        return path


def blocks(path: str) -> Iterator[bytes]:
    """Return a file's data. Raises Unusable when it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  the path as it was declared
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise Unusable(f"{path!r} cannot be read: {_reason(error)}") from None


def _head(path: str) -> bytes:
    if path.startswith("~"):
        raise Unusable(f"{path!r} begins with a home folder that is not known here: write the whole path")
    try:
        seen = os.stat(path)  # noqa: PTH116  the path as it was declared
        if stat.S_ISDIR(seen.st_mode):
            raise Unusable(f"{path!r} is a directory; name an image file")
        if not stat.S_ISREG(seen.st_mode):
            raise Unusable(f"{path!r} is not a regular file; write its data to one first")
        if not seen.st_size:
            raise Unusable(f"{path!r} is empty; an image needs data")
        with open(path, "rb") as file:  # noqa: PTH123  the path as it was declared
            return file.read(HEAD)
    except FileNotFoundError:
        raise Unusable(f"{path!r} does not exist") from None
    except (OSError, ValueError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(f"{path!r} cannot be read: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
