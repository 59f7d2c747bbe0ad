"""Decides from its first and last bytes whether data may become the declared image. Pure."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from ..inputs.validation import Failure
from ..props import Props
from .disk_format import SIGNED, compression, disk_format, is_raw
from .foreign import foreign
from .inspector import INSPECTED, SECTOR, fault

_FIXED = "declare disk_format='raw', or make it dynamic: qemu-img convert -O vpc -o subformat=dynamic,force_size=on"
KEEP = "set disk_format='raw' and decompress=False to keep it as it is"


def refusal(declared: Props, head: bytes, tail: bytes = b"") -> tuple[str, str] | None:
    """Return the property that the data contradicts, and why with the way out; None when the image may be made of it.

    head: how the data begins, after unpacking. tail: its last bytes, where they are known.
    An explicit `decompress=False` beside `disk_format="raw"` keeps any bytes, and beside another format all that begin
    like it: older services take more than today's. Data in another container than "bare" is not looked into, as in
    Glance (glance/location.py, `ImageProxy.set_data`), but for a page in its place.
    """
    wish, kept = declared.get("disk_format"), declared.get("decompress") is False
    if kept and wish == "raw":
        return None
    found = foreign(head, tail)
    if found is not None and "HTML" in found.name:
        return source(declared), f"is {found.name}: {found.remedy}"
    if declared.get("container_format", "bare") != "bare":
        return None
    return (
        _packed(declared, head)
        or _other(declared, head, tail)
        or (None if kept and wish else _half(declared, head, tail))
    )


def checked(
    inputs: Props, unknown: Set[str], head: bytes, tail: bytes, warn: Callable[[str], None]
) -> tuple[dict[str, Any], list[Failure]]:
    """Return the inputs with the formats that they leave out, and every reason to refuse the data of their file.

    unknown: names of inputs whose value a preview cannot know yet. head, tail: the file's ends, as `refusal` takes
    them. warn: takes one line that is no failure.
    """
    if {"disk_format", "container_format"}.isdisjoint(unknown) and (wrong := refusal(inputs, head, tail)):
        return dict(inputs), [Failure(*wrong)]
    found = found_formats(head, inputs, warn if "disk_format" not in unknown else lambda _: None)
    return {**{key: value for key, value in found.items() if key not in unknown}, **inputs}, []


def found_formats(head: bytes, declared: Props, warn: Callable[[str], None]) -> dict[str, str]:
    """Return the formats of data in which nothing was found to refuse; say so where nothing else was found in it."""
    found = disk_format(head)
    if found is None and "disk_format" not in declared and not is_raw(head):
        warn(f"disk_format: {source(declared)} begins like no known format and is taken for a raw disk: declare it")
    return {"disk_format": found or "raw", "container_format": "bare"}


def source(declared: Props) -> str:
    """Return the input that names the data."""
    return "image_source_url" if declared.get("image_source_url") else "local_file_path"


def _packed(declared: Props, head: bytes) -> tuple[str, str] | None:
    wish, packed = declared.get("disk_format"), compression(head)
    if not packed or not (wish is None or wish in INSPECTED):
        return None
    if declared.get("decompress"):
        again = f"the data is packed twice: inside it is {packed} again; unpack it once before"
        return "decompress", f"unpacks once, and {again}"
    return "decompress", f"is needed: the data is {packed}; set it to True, or {KEEP}"


def _other(declared: Props, head: bytes, tail: bytes) -> tuple[str, str] | None:
    """Data of another kind: a disk of another format, or no disk at all."""
    wish, found = declared.get("disk_format"), disk_format(head)
    if found is None:
        return _unknown(declared, head, tail)
    if wish == "raw" and (found == "iso" or (len(head) >= SECTOR and fault(found, head, tail))):
        return None  # an ISO may be a disk; what is refused under its own name as well is told in _half
    if found != wish and (wish == "raw" or wish in SIGNED):
        return "disk_format", f"is {wish!r}, but the data is {found}: declare disk_format={found!r}, or leave it out"
    return None


def _unknown(declared: Props, head: bytes, tail: bytes) -> tuple[str, str] | None:
    wish, alien = declared.get("disk_format"), foreign(head, tail)
    if alien and (wish is None or wish in INSPECTED):
        remedy = alien.remedy if "no image service takes" in alien.name else f"{alien.remedy}, or {KEEP}"
        return source(declared), f"holds no disk: the data is {alien.name}; {remedy}"
    if wish in (None, "vhd") and is_fixed_vhd(tail):
        now = f"is {wish!r}, but" if wish else "is missing, and"
        return "disk_format", f"{now} the data is a fixed VHD, which the service takes as raw only: {_FIXED}"
    return ("disk_format", f"is {wish!r}, but the data does not begin like {wish}") if wish in SIGNED else None


def _half(declared: Props, head: bytes, tail: bytes) -> tuple[str, str] | None:
    """A disk that is only half of one, or that the service's own look refuses."""
    wish = declared.get("disk_format")
    wrong = None if len(head) < SECTOR else fault(wish or disk_format(head) or "raw", head, tail)
    return (source(declared), f"{wrong}; where yours takes it, set decompress=False and disk_format") if wrong else None


def is_fixed_vhd(tail: bytes) -> bool:
    """Return whether the data ends in a VHD's footer of type 2, fixed (Microsoft, VHD Specification 1.0)."""
    footer = tail[-512:]
    return footer.startswith(b"conectix") and footer[60:64] == b"\0\0\0\2"
