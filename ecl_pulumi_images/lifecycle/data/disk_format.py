"""Knows an image's disk format by its first bytes.

Signatures: QEMU docs/interop/qcow2 (``QFI\\xfb``), VMware Virtual Disk Format 5.0 (``KDMV``, or a text
descriptor), VirtualBox VDI (magic 0xbeda107f at 0x40), Microsoft VHD ("conectix") and VHDX ("vhdxfile"),
ECMA-119 (``CD001`` at 0x8001; ECMA-167 has ``NSR02``), and the compressions' own magic numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

HEAD = 0x8800  # bytes needed to see an ISO 9660 volume descriptor, which the service reads whole

_FORMATS = (
    (0, b"QFI\xfb", "qcow2"),
    (0, b"KDMV", "vmdk"),
    (0, b"# Disk DescriptorFile", "vmdk"),
    (0, b"vhdxfile", "vhdx"),
    (0, b"conectix", "vhd"),
    (0x40, b"\x7f\x10\xda\xbe", "vdi"),
    (0x8001, b"CD001", "iso"),
    (0x8001, b"NSR02", "iso"),
    (0x8001, b"NSR03", "iso"),
)
_COMPRESSIONS = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x50\x2a\x4d\x18", "zstd"),  # a skippable frame, with which pzstd begins (RFC 8878, 3.1.2)
)

#: What disks without a format of their own show: a partition table, volumes, file systems. (where, magic)
_RAW = (
    (510, b"\x55\xaa"),  # MBR, GPT, FAT, NTFS
    (512, b"EFI PART"),
    (512, b"LABELONE"),  # LVM
    (0, b"LUKS\xba\xbe"),
    (0, b"XFSB"),
    (0, b"hsqs"),  # squashfs
    (0x438, b"\x53\xef"),  # ext2, ext3, ext4
    (0x400, b"\x10\x20\xf5\xf2"),  # F2FS
    (0xFF6, b"SWAPSPACE2"),
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


def is_raw(head: bytes) -> bool:
    """Return whether `head` shows a disk without a format of its own: by a signature, or as it is blank so far."""
    return any(head[at : at + len(magic)] == magic for at, magic in _RAW) or not head.strip(b"\0")


def compression(head: bytes) -> str | None:
    """Return "gzip", "bzip2", "xz" or "zstd" when `head` begins like one, else None."""
    return next((name for magic, name in _COMPRESSIONS if head.startswith(magic)), None)


def may_become(part: bytes, kind: str) -> bool:
    """Return whether `part`, too short to tell, is how data packed as `kind` begins."""
    return any(magic.startswith(part) for magic, name in _COMPRESSIONS if name == kind)
