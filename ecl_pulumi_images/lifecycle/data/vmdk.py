"""What a VMDK says of itself: whether it is whole, and in one file. Pure. After VMware Virtual Disk Format 5.0."""

from __future__ import annotations

import re
import struct

SECTOR = 512
AT_END = 0xFFFFFFFFFFFFFFFF  # the grain directory's offset stands in the footer
WHOLE = ("monolithicsparse", "streamoptimized")
_LARGEST = (1 << 20) - 1  # bytes of a descriptor
_TYPE = re.compile(r'createtype="([^"]{0,63})"')
_ACCESS = ("rw", "rdonly", "noaccess")


def vmdk_text(head: bytes) -> str | None:
    """Return the lower-case descriptor that the data begins with, where it is one that stands alone."""
    try:
        first = head[:SECTOR].decode("ascii")
    except UnicodeDecodeError:
        return None
    if not all(char.isprintable() or char.isspace() for char in first):
        return None
    words = head.partition(b"\0")[0].decode("ascii", "replace").lower()
    return words if _TYPE.search(words) else None


def vmdk_fault(head: bytes, tail: bytes) -> str | None:
    """Return why a service would refuse a VMDK, or None when it may take it."""
    if not head.startswith(b"KDMV"):
        return "is the descriptor of a VMDK, whose data is in other files"
    if len(head) < 64:
        return "is a VMDK that was cut short"
    version, at, sectors, grains = _header(head)
    if version not in (1, 2, 3) or at != 1:
        return "is a VMDK without a descriptor at its place"
    if len(head) < SECTOR + min(sectors * SECTOR, _LARGEST):
        return None  # the rest is not here to look at
    words = head[SECTOR : SECTOR + sectors * SECTOR].partition(b"\0")[0]
    return _descriptor(words) or (_footer(head, tail) if grains == AT_END and len(tail) >= 3 * SECTOR else None)


def _header(data: bytes) -> tuple[int, int, int, int]:
    """Return version, the descriptor's first sector and number of sectors, and the grain directory's offset."""
    _, version, _, _, _, at, sectors, _, _, grains = struct.unpack("<4sIIQQQQIQQ", data[:64])
    return version, at, sectors, grains


def _descriptor(words: bytes) -> str | None:
    if not words.isascii() or not words:
        return "is a VMDK without a readable descriptor"
    text = words.decode("ascii").lower()
    kind = found[1] if (found := _TYPE.search(text)) else "unknown"
    if kind not in WHOLE:
        return f"is a VMDK of the type {kind!r}, whose data is in other files"
    lines = [line for line in map(str.strip, text.split("\n")) if line and not line.startswith("#")]
    extents = [line for line in lines if line.split(" ")[0] in _ACCESS and not _is_field(line)]
    if any("/" in extent for extent in extents):
        return "is a VMDK whose extent lies in another folder"
    if not extents:
        return "is a VMDK without an extent"
    odd = [line for line in lines if line not in extents and not line.startswith("ddb") and not _is_field(line)]
    return "is a VMDK with an unknown line in its descriptor" if odd else None


def _is_field(line: str) -> bool:
    name, equals, _ = line.partition("=")
    return bool(equals) and " " not in name


def _footer(head: bytes, tail: bytes) -> str | None:
    """Return what is wrong with the last three sectors: a marker, the footer, the end of the stream."""
    marker, footer, end = (tail[-at * SECTOR :][:SECTOR] for at in (3, 2, 1))
    size, kind = struct.unpack("<II", marker[8:16])
    same = footer.startswith(b"KDMV") and _header(footer)[:3] == _header(head)[:3] and _header(footer)[3] != AT_END
    if not same or size or kind != 3 or any(marker[16:]) or any(end):
        return "is a VMDK whose footer is not there or is another one: it was cut short"
    return None
