"""A file on the machine that runs the program: how it begins and ends, and what it holds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ecl_pulumi_images.client import BadSource
from ecl_pulumi_images.client.transfer.readers import empty, reading

from .decompression import Damaged, unpacked
from .disk_format import HEAD, beginning
from .inspector import TAIL

BLOCK = 1 << 20  # bytes


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file that can be uploaded.

    Raises BadSource, which says why and how to mend it, for any other file, and for one that cannot be read.
    """
    if path.startswith("~"):
        raise BadSource(f"{path!r} begins with a home folder that is not known here: write the whole path")
    with reading(repr(path)):
        seen = os.stat(path)  # noqa: PTH116  the path as it was declared
        if not (stat.S_ISREG(seen.st_mode) or stat.S_ISDIR(seen.st_mode)):  # opening a pipe would wait for its writer
            raise BadSource(f"{path!r} is not a regular file; write its data to one first")
        with open(path, "rb") as file:  # noqa: PTH123  the path as it was declared
            if not seen.st_size:
                raise empty(repr(path))
            yield file


def ends(path: str, *, unpack: bool = False) -> tuple[bytes, bytes]:
    """Return the first and the last bytes of a file; those that decide about an upload.

    unpack: return the first bytes of what it holds compressed; the last are not looked for. Raises BadSource.
    """
    if unpack:
        try:
            return beginning(unpacked(blocks(path)))[0], b""
        except Damaged as error:
            raise BadSource(f"{path!r} {error}") from None
    with opened(path) as file:
        first = file.read(HEAD)
        file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
        return first, file.read(TAIL)


def blocks(path: str) -> Iterator[bytes]:
    """Return a file's data. Raises BadSource."""
    with opened(path) as file:
        while block := file.read(BLOCK):
            yield block


def located(path: str, folder: str | None = None) -> str:
    """Return the absolute path of a file that was named in `folder`; "~" at its beginning means the home folder.

    A path whose home folder is not known comes back as it is: `opened` refuses it.
    """
    if not path.startswith("~"):
        whole = Path(path)
        return str(whole if whole.is_absolute() else Path(folder or Path.cwd(), path))
    try:
        return str(Path(path).expanduser().absolute())
    except RuntimeError:  # no HOME, and a user id without a name; or no such user
        return path
