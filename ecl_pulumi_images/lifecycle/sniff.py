"""Knows an image's disk format by its first bytes.

Signatures: QEMU docs/interop/qcow2 (``QFI\\xfb``), VMware Virtual Disk Format 5.0 (``KDMV``, or a text
descriptor), VirtualBox VDI (magic 0xbeda107f at 0x40), Microsoft VHD ("conectix") and VHDX ("vhdxfile"),
ECMA-119 (``CD001`` at 0x8001), and the compressions' own magic numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from .wire import Props

HEAD = 0x8001 + 5  # bytes needed to see an ISO 9660 volume descriptor

_FORMATS = (
    (0, b"QFI\xfb", "qcow2"),
    (0, b"KDMV", "vmdk"),
    (0, b"# Disk DescriptorFile", "vmdk"),
    (0, b"vhdxfile", "vhdx"),
    (0, b"conectix", "vhd"),
    (0x40, b"\x7f\x10\xda\xbe", "vdi"),
    (0x8001, b"CD001", "iso"),
)
_COMPRESSIONS = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x50\x2a\x4d\x18", "zstd"),  # a skippable frame, with which pzstd begins (RFC 8878, 3.1.2)
)

#: Formats that always begin with their signature, so that its absence proves another format.
SIGNED = frozenset({"iso", "qcow2", "vdi", "vhd", "vhdx", "vmdk"})


def beginning(data: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first HEAD bytes, taking no more blocks than that needs, and all of the data again."""
    taken: list[bytes] = []
    while sum(map(len, taken)) < HEAD and (block := next(data, b"")):
        taken.append(block)
    return b"".join(taken)[:HEAD], chain(taken, data)


def disk_format(head: bytes) -> str | None:
    """Return the Glance disk format whose signature `head` (the first HEAD bytes) shows, or None."""
    return next((name for at, magic, name in _FORMATS if head[at : at + len(magic)] == magic), None)


def compression(head: bytes) -> str | None:
    """Return "gzip", "bzip2", "xz" or "zstd" when `head` begins like one, else None."""
    return next((name for magic, name in _COMPRESSIONS if head.startswith(magic)), None)


def contradiction(declared: str, head: bytes) -> str | None:
    """Return why data that begins with `head` is not of the declared format, or None when it may be.

    Glance inspects the data too and refuses it half-way with 415, after the record was made
    (oslo_utils.imageutils.format_inspector); here it is refused before anything exists. Glance lets a qcow2 pass
    as raw, but then no server boots from it.
    """
    found = disk_format(head)
    if found == declared or (found is None and declared not in SIGNED):
        return None
    if found is None:
        return f"is {declared!r}, but the data does not begin like {declared}"
    if declared == "raw" and found == "iso":
        return None  # a hybrid ISO is a valid raw disk too
    return f"is {declared!r}, but the data is {found}: declare disk_format={found!r}, or leave it out"


def refusal(declared: Props, head: bytes) -> tuple[str, str] | None:
    """Return the property that data which begins with `head` (after unpacking) contradicts, and the way out.

    Data in another container than "bare" is not looked into, as in Glance (glance/location.py, `ImageProxy.set_data`).
    """
    if declared.get("container_format", "bare") != "bare":
        return None
    wish, packed = declared.get("disk_format"), compression(head)
    if packed and (wish is None or wish in SIGNED):
        return (
            "decompress",
            f"is needed: the data is {packed}; set it to True, or set disk_format='raw' to keep it packed",
        )
    wrong = contradiction(wish, head) if wish is not None else None
    return ("disk_format", wrong) if wrong else None
