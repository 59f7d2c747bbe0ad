"""Beginnings of disks, archives and documents, made here, small; none of them boots."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping

SIZE = 40_000  # bytes: more than anything looks at


def padded(begun: bytes, size: int = SIZE) -> bytes:
    return begun + bytes(max(0, size - len(begun)))


def at(*parts: tuple[int, bytes], size: int = SIZE) -> bytes:
    made = bytearray(size)
    for offset, part in parts:
        made[offset : offset + len(part)] = part
    return bytes(made)


def qcow2(*, version: int = 3, backing: int = 0, features: int = 0) -> bytes:
    return padded(
        struct.pack(">4sIQIIQ", b"QFI\xfb", version, backing, 0, 16, 1 << 20) + bytes(40) + features.to_bytes(8, "big")
    )


def entry(kind: int, *, boot: int = 0, chs: bytes = b"\x00\x02\x00", first: int = 1) -> bytes:
    return struct.pack("<B3sB3sII", boot, chs, kind, b"\xff\xff\xff", first, 2000)


def partitioned(*entries: bytes, **more: bytes) -> bytes:
    return at((446, b"".join(entries)), (510, b"\x55\xaa"), (512, b"EFI PART" if more.get("gpt") else b""))


def fat(media: int) -> bytes:
    return at(
        (0, b"\xeb\x3c\x90mkfs.fat"),
        (0x10, b"\x02"),
        (0x15, bytes([media])),
        (446, b"boot code " * 6),
        (510, b"\x55\xaa"),
    )


def iso(*, hybrid: bool = False, name: bytes = b"CD001") -> bytes:
    return at((0x8000, b"\x01" + name), *([(446, entry(0x17, boot=0x80)), (510, b"\x55\xaa")] if hybrid else []))


DESCRIPTOR = (
    '# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType="%s"\n%s\n#DDB\nddb.adapterType = "ide"\n'
)
EXTENT = 'RW 16384 SPARSE "disk.vmdk"'


def vmdk(
    kind: str = "monolithicSparse", *, extent: str = EXTENT, version: int = 1, at_sector: int = 1, grains: int = 21
) -> bytes:
    header = struct.pack("<4sIIQQQQIQQ", b"KDMV", version, 3, 16384, 128, at_sector, 20, 512, 21, grains)
    return at((0, header), (512, (DESCRIPTOR % (kind, extent)).encode()))


def streamed(*, whole: bool = True) -> bytes:
    begun = vmdk("streamOptimized", grains=0xFFFFFFFFFFFFFFFF)
    marker = struct.pack("<QII", 1, 0, 3) + bytes(496)
    footer = begun[:56] + (21).to_bytes(8, "little") + bytes(448)
    return begun + (marker + footer if whole else bytes(1024)) + bytes(512)


def vhd(kind: int) -> bytes:
    return b"conectix" + bytes(52) + kind.to_bytes(4, "big") + bytes(448)


def luks(version: int) -> bytes:
    return padded(b"LUKS\xba\xbe" + version.to_bytes(2, "big"))


def tar(name: str, form: int = tarfile.USTAR_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        member = tarfile.TarInfo(name)
        member.size = 4
        archive.addfile(member, io.BytesIO(b"boot"))
    return made.getvalue()


def old_tar() -> bytes:
    """A tar of Unix version 7: the same without its mark, the sum put right."""
    header = bytearray(tar("disk.raw")[:512])
    header[257:] = bytes(255)
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header) + padded(b"boot", 1024)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("disk.raw", b"boot")
    return made.getvalue()


#: What it is -> data that no server boots from, whatever its declared format.
FOREIGN: Mapping[str, bytes] = {
    "a tar archive": tar("disk.raw"),
    "a tar archive, by GNU": tar("disk.raw", tarfile.GNU_FORMAT),
    "a tar archive, by POSIX": tar("disk-ä.raw", tarfile.PAX_FORMAT),
    "a tar archive, old": old_tar(),
    "an OVA": tar("machine.ovf"),
    "a zip archive": zipped(),
    "an empty zip archive": b"PK\x05\x06" + bytes(18),
    "a 7z archive": padded(b"7z\xbc\xaf\x27\x1c\x00\x04"),
    "a rar archive, 4": padded(b"Rar!\x1a\x07\x00"),
    "a rar archive, 5": padded(b"Rar!\x1a\x07\x01\x00"),
    "a cpio archive": b"070701" + b"0" * 104,
    "an ar archive": b"!<arch>\ndebian-binary   ",
    "an RPM package": padded(b"\xed\xab\xee\xdb\x03\x00"),
    "a cabinet file": padded(b"MSCF\0\0\0\0\x01"),
    "packed with lz4": padded(b"\x04\x22\x4d\x18\x64\x40\xa7"),
    "packed with lzma": padded(b"\x5d\x00\x00\x80\x00" + b"\xff" * 8 + b"\x00\x31"),
    "packed with lzip": padded(b"LZIP\x01\x0c"),
    "packed with compress": padded(b"\x1f\x9d\x90"),
    "a PDF document": b"%PDF-1.7\n",
    "a program (ELF)": padded(b"\x7fELF\x02\x01\x01"),
    "a script": b"#!/bin/sh\nexit\n",
    "an HTML page": b"<!DOCTYPE html><html>log in</html>",
    "an XML document": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "an XML document, bare": b"<Error><Code>AccessDenied</Code></Error>",
    "a JSON document": b'{"error": "not found"}',
    "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "QED": padded(b"QED\0"),
    "a Parallels disk": padded(b"WithoutFreeSpace"),
    "an Apple disk image": bytes(2048) + padded(b"koly", 512),
}

#: name -> (data, its format): what the service takes as this and as what it is found to be.
TAKEN: Mapping[str, tuple[bytes, str]] = {
    "qcow2": (qcow2(), "qcow2"),
    "qcow2 of version 2": (qcow2(version=2), "qcow2"),
    "qcow2 with compressed clusters of zstd": (qcow2(features=8), "qcow2"),
    "qcow2 that was not closed": (qcow2(features=3), "qcow2"),
    "VMDK": (vmdk(), "vmdk"),
    "VMDK, stream-optimized": (streamed(), "vmdk"),
    "VDI": (at((0x40, b"\x7f\x10\xda\xbe")), "vdi"),
    "VHDX": (padded(b"vhdxfile", 300_000), "vhdx"),
    "dynamic VHD": (padded(vhd(3)) + vhd(3), "vhd"),
    "ISO": (iso(), "iso"),
    "UDF": (iso(name=b"NSR02"), "iso"),
    "hybrid ISO": (iso(hybrid=True), "iso"),
    "MBR": (partitioned(entry(0x83, boot=0x80, first=2048)), "raw"),
    "GPT": (partitioned(entry(0xEE), gpt=b"1"), "raw"),
    "LUKS": (luks(1), "raw"),
    "FAT of a hard disk": (fat(0xF8), "raw"),
    "ext4": (at((0x438, b"\x53\xef")), "raw"),
    "XFS": (padded(b"XFSB"), "raw"),
    "LVM": (at((512, b"LABELONE")), "raw"),
    "blank": (bytes(SIZE), "raw"),
}

#: name -> (data, what to declare): what the service refuses after the whole upload.
HALF: Mapping[str, tuple[bytes, str]] = {
    "a backing file": (qcow2(backing=512), "qcow2"),
    "a backing file, version 2": (qcow2(version=2, backing=512), "qcow2"),
    "an external data file": (qcow2(features=4), "qcow2"),
    "extended L2": (qcow2(features=16), "qcow2"),
    "unknown features": (qcow2(features=1 << 40), "qcow2"),
    "version 1": (qcow2(version=1), "qcow2"),
    "version 4": (qcow2(version=4), "qcow2"),
    "split extents": (vmdk("twoGbMaxExtentSparse"), "vmdk"),
    "an extent elsewhere": (vmdk(extent='RW 1 SPARSE "/etc/passwd"'), "vmdk"),
    "no extent": (vmdk(extent=""), "vmdk"),
    "a strange line": (vmdk(extent=EXTENT + "\nwhat is this"), "vmdk"),
    "no descriptor": (vmdk(at_sector=3), "vmdk"),
    "version 9": (vmdk(version=9), "vmdk"),
    "the descriptor alone": (
        (DESCRIPTOR % ("monolithicFlat", 'RW 1 FLAT "disk-flat.vmdk" 0')).encode().ljust(600, b"\n"),
        "vmdk",
    ),
    "a footer that is missing": (streamed(whole=False), "vmdk"),
    "hybrid ISO": (iso(hybrid=True), "raw"),
    "two formats": (at((0, qcow2()[:80]), (0x8000, b"\x01CD001")), "qcow2"),
    "FAT without a partition": (fat(0xF0), "raw"),
    "no partition": (partitioned(), "raw"),
    "a wrong boot flag": (partitioned(entry(0x83, boot=0x33)), "raw"),
    "GPT with a partition beside it": (partitioned(entry(0xEE), entry(0x83)), "raw"),
    "GPT that begins elsewhere": (partitioned(entry(0xEE, first=2)), "raw"),
    "GPT with another CHS": (partitioned(entry(0xEE, chs=b"\x00\x01\x00")), "raw"),
    "LUKS of version 2": (luks(2), "raw"),
    "fixed VHD": (padded(b"boot") + vhd(2), "vhd"),
    "QED": (padded(b"QED\0"), "qed"),
}
