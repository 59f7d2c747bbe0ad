"""Foretells the image service's own look into the data, from its first and its last bytes. Pure.

Since 2024 Glance refuses, with 415 and after the whole upload, data that is not what it is declared to be and disks
that may read other files (oslo_utils.imageutils.format_inspector, glance/location.py `ImageProxy.set_data`). The
rules here are its rules; older services take more.
"""

from __future__ import annotations

import struct

from .vmdk import vmdk_fault, vmdk_text

#: Formats that Glance knows by their data. Data of any other format must show none of these.
INSPECTED = frozenset({"gpt", "iso", "luks", "qcow2", "qed", "raw", "vdi", "vhd", "vhdx", "vmdk"})

SECTOR = 512
CONVERT = "qemu-img convert -O qcow2 makes one that is taken"
TAIL = 3 * SECTOR  # bytes at the end that hold a footer: one sector of a VHD, three of a stream-optimized VMDK


def formats(head: bytes) -> frozenset[str]:
    """Return each format that the service sees in data that begins with `head`; none means raw."""
    whole = len(head) >= SECTOR
    seen = {
        "gpt": whole and head[510:512] == b"\x55\xaa" and not (head[0x10] == 2 and head[0x15] == 0xF8),
        "iso": head[0x8001:0x8006] in (b"CD001", b"NSR02", b"NSR03"),
        "luks": head.startswith(b"LUKS\xba\xbe"),
        "qcow2": whole and head.startswith(b"QFI\xfb"),
        "qed": whole and head.startswith(b"QED\0"),
        "vdi": whole and head[0x40:0x44] == b"\x7f\x10\xda\xbe",
        "vhd": head.startswith(b"conectix"),
        "vhdx": head.startswith(b"vhdxfile"),
        "vmdk": head.startswith(b"KDMV") or vmdk_text(head) is not None,
    }
    return frozenset(name for name, is_there in seen.items() if is_there)


def fault(declared: str, head: bytes, tail: bytes = b"") -> str | None:
    """Return why the service would refuse the data as `declared`, with the way out, or None when it may take it.

    tail: the last TAIL bytes, where they are known.
    """
    seen = formats(head)
    if seen == {"gpt", "iso"}:
        if declared == "iso":
            return None
        return "is a hybrid ISO, which the service takes as disk_format='iso' only: declare that, or leave it out"
    if len(seen) > 1:
        return f"looks like {' and '.join(sorted(seen))} at once, which the service refuses; {CONVERT}"
    found = next(iter(seen), "raw")
    if found != declared != "raw" and (found != "raw" or declared in INSPECTED):
        return f"looks like {_SHOWN.get(found, found)}, which the service refuses as {declared!r}"
    wrong = _unsafe(found, head, tail)
    return f"{wrong}, which the service refuses; {_REMEDIES.get(found, CONVERT)}" if wrong else None


_SHOWN = {"gpt": "a disk with a partition table", "raw": "no known format"}
_REMEDIES = {
    "gpt": "put the volume into a partition, or make an ISO of its files",
    "luks": "cryptsetup convert --type luks1, or luksFormat --type luks1, makes one that is taken",
}


def _unsafe(found: str, head: bytes, tail: bytes) -> str | None:
    if found == "qcow2":
        return _qcow2(head)
    if found == "vmdk":
        return vmdk_fault(head, tail)
    if found == "luks":
        version = int.from_bytes(head[6:8], "big")
        return None if version == 1 else f"is LUKS of version {version}"
    if found == "gpt":
        return _partitions(head)
    return "is QED" if found == "qed" else None


def _qcow2(head: bytes) -> str | None:
    """QEMU docs/interop/qcow2: incompatible features in bytes 72-79; 2 external data file, 4 extended L2 entries."""
    version, backing = struct.unpack(">IQ", head[4:16])
    features = int.from_bytes(head[72:80], "big")
    faults = (
        (version == 1, "is qcow of version 1"),
        (backing, "is a qcow2 that needs another file below it (a backing file)"),
        # looked at in version 2, too, which has no such field
        (features & 4, "is a qcow2 whose data is in another file (an external data file)"),
        (version not in (2, 3), f"is qcow2 of version {version}"),
        (version == 3 and features & 16, "is a qcow2 with extended L2 entries"),
        (version == 3 and features & ~0xF, f"is a qcow2 with unknown features ({features:#x})"),
    )
    return next((words for is_so, words in faults if is_so), None)


def _partitions(head: bytes) -> str | None:
    """Return what is wrong with the partition table that the mark 55AA announces."""
    entries = [head[at : at + 16] for at in range(446, 510, 16)]
    used = [entry for entry in entries if entry[4]]
    if any(entry[0] not in (0, 0x80) for entry in entries) or not used:
        return "has the mark of a partition table and none, such as a FAT volume"
    protective = [entry for entry in entries if entry[4] == 0xEE]
    if any(entry[1:4] != b"\x00\x02\x00" or entry[8:12] != b"\x01\0\0\0" for entry in protective):
        return "has a GPT whose protective entry begins at the wrong sector"
    if protective and (len(used) > 1 or not entries[0][4]):
        return "has a GPT with other partitions beside it (a hybrid MBR)"
    return None
