"""What the tests beside it share."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

MIB = 1 << 20


DATA = os.urandom(MIB) * 12  # more than the buffers between two sockets hold


MD5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()


ACTIVE = {"status": "active", "size": len(DATA), "checksum": MD5}


def _write(fifo: Path, data: bytes) -> None:
    try:
        with fifo.open("wb") as file:
            file.write(data)
    except BrokenPipeError:
        pass
