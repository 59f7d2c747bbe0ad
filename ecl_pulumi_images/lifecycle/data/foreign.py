"""Knows data that is no disk by its first bytes: archives, packings that cannot be unpacked here, documents.

Glance takes all of them as raw, and then no server boots. Signatures: POSIX.1-2017 pax (``ustar`` at 257), PKWARE
APPNOTE 4.3, 7-Zip 7zFormat.txt, RAR 5.0 technote, LZ4 frame format 1.6.1, lzip's manual, file(1)'s magic for the rest.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ecl_pulumi_images.client.http.error_body import is_html


class Foreign(NamedTuple):
    """What the data is, as in "the data is ...", and the way out."""

    name: str
    remedy: str


_EXTRACT = "extract the image from it and name that"
_UNPACK = "unpack it first; decompress takes gzip, bzip2, xz and zstd"
_WRONG = "name the image itself"

#: (where, magic, what, the way out)
_MAGICS = (
    (0, b"PK\x03\x04", "a zip archive", _EXTRACT),
    (0, b"PK\x05\x06", "an empty zip archive", _EXTRACT),
    (0, b"PK\x07\x08", "a part of a zip archive", _EXTRACT),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _EXTRACT),
    (0, b"Rar!\x1a\x07", "a rar archive", _EXTRACT),
    (0, b"070701", "a cpio archive", _EXTRACT),
    (0, b"070702", "a cpio archive", _EXTRACT),
    (0, b"070707", "a cpio archive", _EXTRACT),
    (0, b"\xc7\x71", "a cpio archive", _EXTRACT),
    (0, b"\x71\xc7", "a cpio archive", _EXTRACT),
    (0, b"!<arch>\n", "an ar archive, such as a Debian package", _EXTRACT),
    (0, b"\xed\xab\xee\xdb", "an RPM package", _EXTRACT),
    (0, b"MSCF\0\0\0\0", "a cabinet file", _EXTRACT),
    (0, b"MSWIM\0\0\0", "a Windows image (WIM), which is no disk", "install it on a disk and name that"),
    (0, b"xar!", "a xar archive", _EXTRACT),
    (0, b"\x04\x22\x4d\x18", "packed with lz4", _UNPACK),
    (0, b"\x02\x21\x4c\x18", "packed with lz4", _UNPACK),
    (0, b"LZIP", "packed with lzip", _UNPACK),
    (0, b"LRZI", "packed with lrzip", _UNPACK),
    (0, b"\x89LZO\0\r\n\x1a\n", "packed with lzop", _UNPACK),
    (0, b"\xff\x06\0\0sNaPpY", "packed with snappy", _UNPACK),
    (0, b"\x1f\x9d", "packed with compress", _UNPACK),
    (0, b"\x1f\xa0", "packed with compress", _UNPACK),
    (0, b"\x1f\x1e", "packed with pack", _UNPACK),
    (0, b"%PDF-", "a PDF document", _WRONG),
    (0, b"\x7fELF", "a program (ELF)", "name a disk, or declare disk_format='aki' for a kernel"),
    (0, b"\xca\xfe\xba\xbe", "a program", _WRONG),
    (0, b"\xcf\xfa\xed\xfe", "a program", _WRONG),
    (0, b"#!", "a script", _WRONG),
    (0, b"\x89PNG\r\n", "a picture", _WRONG),
    (0, b"\xff\xd8\xff", "a picture", _WRONG),
    (0, b"GIF8", "a picture", _WRONG),
    (0, b"SQLite format 3\0", "a database", _WRONG),
    (0, b"-----BEGIN ", "a key, a certificate or a signature", _WRONG),
    (0, b"version https://git-lfs.github.com/", "a pointer of Git LFS", "run git lfs pull first"),
    (0, b"/annex/objects/", "a pointer of git-annex", "run git annex get first"),
    (0, b"QED\0", "QED, which no image service takes", "qemu-img convert -O qcow2 makes one that is taken"),
    (0, b"WithoutFreeSpace", "a Parallels disk", "qemu-img convert -O qcow2 makes one that is taken"),
    (0, b"WithouFreSpacExt", "a Parallels disk", "qemu-img convert -O qcow2 makes one that is taken"),
    (0, b"COWD", "an ESX sparse disk", "qemu-img convert -O qcow2 makes one that is taken"),
    (0, b"Bochs Virtual HD Image", "a Bochs disk", "qemu-img convert -O qcow2 makes one that is taken"),
)


def foreign(head: bytes, tail: bytes = b"") -> Foreign | None:
    """Return what the data is instead of a disk, or None when no signature of another thing fits.

    head: its first bytes. tail: its last ones, where they are known.
    """
    if tail[-512:].startswith(b"koly"):
        return Foreign("an Apple disk image (dmg)", "qemu-img convert -O qcow2 makes one that is taken")
    for at, magic, name, remedy in _MAGICS:
        if head[at : at + len(magic)] == magic:
            return Foreign(name, remedy)
    return _tar(head) or _lzma(head) or _text(head)


def _tar(head: bytes) -> Foreign | None:
    if head[257:262] != b"ustar" and not _is_old_tar(head):
        return None
    if head[:100].rstrip(b"\0").lower().endswith((b".ovf", b".vmdk", b".mf")):
        return Foreign(
            "an OVA (a tar archive of a machine)",
            "declare container_format='ova' and disk_format='vmdk', or extract the disk from it and name that",
        )
    return Foreign("a tar archive", _EXTRACT)


def _is_old_tar(head: bytes) -> bool:
    """Return whether a header of Unix version 7 stands there: only its own sum tells it."""
    field = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not field or field.strip(b"01234567"):
        return False
    return int(field, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def _lzma(head: bytes) -> Foreign | None:
    """Tell .lzma by its header, as it has no magic: properties 0x5d, a dictionary, and a size or all ones."""
    if len(head) < 13 or head[0] != 0x5D:
        return None
    window, size = struct.unpack("<IQ", head[1:13])
    plain = window and (window & (window - 1) == 0 or (window // 3) & (window // 3 - 1) == 0)
    known = size == 0xFFFFFFFFFFFFFFFF or size < 1 << 48
    return Foreign("packed with lzma", _UNPACK) if plain and known and head[13:14] == b"\0" else None


def _text(head: bytes) -> Foreign | None:
    begun = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512]
    if is_html("", begun):
        return Foreign("an HTML page, not an image", "the address is wrong, or asks for a login")
    if begun[:5].lower() == b"<?xml" or (begun[:1] == b"<" and begun[1:2].isalpha() and begun.isascii()):
        return Foreign("an XML document", _WRONG)
    if begun[:1] in (b"{", b"[") and begun[1:].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]") and b"\0" not in begun:
        return Foreign("a JSON document", _WRONG)
    return None
