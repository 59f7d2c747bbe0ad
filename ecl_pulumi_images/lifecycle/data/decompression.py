"""Unpacks gzip, bzip2, xz and zstd while the data passes by, in constant memory whatever it expands to."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from . import xz_header, zstd_header
from .disk_format import compression, may_become

BLOCK = 1 << 20  # bytes given out at once at most
MAGIC = 6  # bytes that tell a compression: the longest is that of xz


class Damaged(ValueError):
    """The data cannot be unpacked: another compression or none, cut short, or broken. The message says which."""


class _Unpacker(Protocol):
    """What bz2, lzma and zstd share: it unpacks one stream, which in a file others may follow."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gzip:
    """zlib behind the interface that the others have."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)  # 31: with gzip's header and its checksum
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        made = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(made) < max_length
        return made


def _zstd() -> _Unpacker:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd  # slow to import: only where it is used
    return zstd.ZstdDecompressor()


_UNPACKERS: Mapping[str, Callable[[], _Unpacker]] = {
    "bzip2": bz2.BZ2Decompressor,
    "gzip": _Gzip,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=xz_header.MOST),
    "zstd": _zstd,
}


def unpacked(blocks: Iterable[bytes], left_out: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
    """Give out what the compressed `blocks` hold, in blocks of up to BLOCK bytes.

    The compression is recognised by its first bytes. Several streams one after the other are one, as for gzip(1);
    zero bytes behind one are padding (RFC 1952 leaves them open, the .xz format 2.2 asks for them). Anything else
    behind one is no data, as for gzip(1), which warns of it: `left_out` is told its bytes, once, after the last block.
    Raises Damaged, at the latest after the last block.
    """
    source = iter(blocks)
    first = _first(source)
    kind = compression(first)
    if kind is None:
        raise Damaged("is not gzip, bzip2, xz or zstd: leave decompress out")
    unpacker, head, next_ = _UNPACKERS[kind](), b"", b""  # head: how the present stream begins, next_: what follows it
    for block in chain((first,), source):
        data = block
        while data or not (unpacker.needs_input or unpacker.eof):
            if unpacker.eof:
                data = next_ + data if next_ else data.lstrip(b"\0")
                next_ = b""
                if len(data) < MAGIC or compression(data) != kind:
                    next_ = data
                    break
                unpacker, head = _UNPACKERS[kind](), b""
            head = (head + data)[: zstd_header.HEADER]
            made = _step(unpacker, data, head, kind)
            data = unpacker.unused_data if unpacker.eof else b""
            if made:
                yield made
        if len(next_) >= MAGIC:
            break
    if not unpacker.eof or (next_ and may_become(next_, kind)):
        raise Damaged(f"ends in the middle of its {kind} stream: it was cut short")
    if behind := len(next_) + sum(map(len, source)):
        left_out(behind)


def _step(unpacker: _Unpacker, data: bytes, head: bytes, kind: str) -> bytes:
    try:
        return unpacker.decompress(data, BLOCK)
    except Exception as error:  # noqa: BLE001  each library has an error of its own, bz2 uses OSError
        if "Memory usage limit" in str(error):  # liblzma, LZMA_MEMLIMIT_ERROR
            raise Damaged(xz_header.too_large(data)) from None
        if "too much memory" in str(error):  # libzstd, ZSTD_error_frameParameter_windowTooLarge
            raise Damaged(zstd_header.too_large(head)) from None
        raise Damaged(f"is no sound {kind} stream: {error}") from None


def _first(source: Iterator[bytes]) -> bytes:
    taken = b""
    while len(taken) < MAGIC and (block := next(source, b"")):
        taken += block
    return taken
