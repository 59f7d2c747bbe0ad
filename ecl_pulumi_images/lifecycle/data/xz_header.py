"""How much memory an xz stream claims. A header of 24 bytes may ask for 4 GiB, whatever the file holds.

Format: https://tukaani.org/xz/xz-file-format.txt, 2.1.1 (Stream Header), 3.1 (Block Header), 5.3.1 (LZMA2).
"""

from __future__ import annotations

MIB = 1 << 20
#: Bytes that unpacking may take: as a zstd stream, whose window is at most 128 MiB (`zstd --long=27`). What `xz` makes
#: by itself takes 65 MiB at most, with -9.
MOST = 129 * MIB

_STREAM_HEADER = 12  # bytes
_LZMA2 = 0x21


def dictionary(head: bytes) -> int | None:
    """Bytes of the dictionary that the first block of a stream names; None when the bytes do not tell."""
    block = head[_STREAM_HEADER:]
    if len(block) < 2 or len(block) < 4 * (block[0] + 1):
        return None
    at = 2
    for _ in range(bin(block[1] & 0xC0).count("1")):  # the sizes, packed and unpacked, where they are given
        _, at = _number(block, at)
    for _ in range(1 + (block[1] & 3)):
        kind, at = _number(block, at)
        size, at = _number(block, at)
        if kind == _LZMA2 and size == 1 and at < len(block):
            return _bytes(block[at])
        at += size
    return None


def too_large(head: bytes) -> str:
    """What is wrong with a stream that may not have the memory that it claims, and the way out."""
    claimed = dictionary(head)
    claim = "memory" if claimed is None else f"a dictionary of {claimed // MIB} MiB"
    return f"claims {claim} to be unpacked, and gets {MOST // MIB} MiB at most: unpack it by hand, with xz --decompress"


def _bytes(bits: int) -> int | None:
    """The dictionary's size in its own notation: 2 or 3 times a power of two."""
    if bits > 40:
        return None
    return (1 << 32) - 1 if bits == 40 else (2 | bits & 1) << (bits // 2 + 11)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends; what is cut reads as if zeros followed."""
    value = shift = 0
    while at < len(data):
        byte, at = data[at], at + 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80 or shift > 63:
            break
    return value, at
