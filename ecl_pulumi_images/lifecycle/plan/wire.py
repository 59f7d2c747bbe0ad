"""Declared properties and records as flat Glance JSON: base fields and custom properties side by side.

Custom properties are text here. `check` makes it of what a program declares, `property_text` of what a service answers;
what is recorded and what is declared need no conversion when they are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecl_pulumi_images.client import Image

from ..inputs.arguments import ARGUMENTS
from ..props import FORMATS, Props, property_value, whole

Wire = dict[str, Any]

#: Base fields that an image's owner may change at any time (measured on Glance 33; `owner` is for admins).
PATCHABLE = tuple(name for name, argument in ARGUMENTS.items() if argument.patched)
BASE_FIELDS = frozenset((*PATCHABLE, *FORMATS))


def patchable(status: str | None) -> tuple[str, ...]:
    """Return the base fields that may be patched in this status of the image."""
    return (*PATCHABLE, *FORMATS) if status == "queued" else PATCHABLE


def to_wire(props: Props, fields: tuple[str, ...] = PATCHABLE) -> Wire:
    """Return the base `fields` and the custom properties of checked inputs or of outputs; None counts as not there."""
    wire = {field: base_value(field, props[field]) for field in fields if props.get(field) is not None}
    wire.update(custom(props))
    return wire


def custom(props: Props) -> dict[str, Any]:
    """Return the custom properties of checked inputs or of outputs; a null value is an absent property."""
    declared = props.get("properties") or {}
    return {key: value for key, value in declared.items() if value is not None}


def from_record(record: Image, keys: Iterable[str]) -> Wire:
    """Return what the service holds under each of `keys`; absent and null ones are left out."""
    held = {field: base_value(field, getattr(record, field)) for field in (*PATCHABLE, *FORMATS)}
    held |= {key: property_text(value) for key, value in record.properties.items()}
    return {key: held[key] for key in keys if held.get(key) is not None}


def property_text(value: Any) -> Any:
    """Return a property as Glance keeps it, a string, where a service answers with a number or a boolean.

    A list or a map, which no program can declare, stays what it is.
    """
    try:
        return value if value is None else property_value(value)
    except ValueError:
        return value


def base_value(field: str, value: Any) -> Any:
    """Return a base field's value in the one form in which two of them compare."""
    if value is None:
        return None
    if field == "tags":
        return sorted(set(value))
    if field in ("min_disk", "min_ram"):
        return whole(value)
    return value
