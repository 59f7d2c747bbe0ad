"""The compressors whose work can be unpacked on the way to the service, by the ending of a file's name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable, Mapping
from functools import partial

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["PACK", "Pack", "checked_zstd", "zstd"]

Pack = Callable[[bytes], bytes]
PACK: Mapping[str, Pack] = {
    "bz2": bz2.compress,
    "gz": partial(gzip.compress, mtime=0),  # the time would be another in each process
    "xz": lzma.compress,
    "zst": zstd.compress,
}


def checked_zstd(data: bytes) -> bytes:
    """Compress with a checksum, as the program zstd does by default."""
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})
