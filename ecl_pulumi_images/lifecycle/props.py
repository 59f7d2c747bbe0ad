"""Bags of properties, and how a declared value becomes the value that Glance keeps.

Glance keeps custom properties as strings only: an integer, a boolean, null, a list or an object is answered
with 400 (glance/api/v2/images.py, `RequestDeserializer._validate_...` and the image schema's
`additionalProperties: {"type": "string"}`). Pulumi knows numbers only as floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Props = Mapping[str, Any]

#: Base fields that may change only while the image has no data (403 afterwards, even for the same value).
FORMATS = ("container_format", "disk_format")
EXACT = 2**53  # floats name every whole number only below this


def property_value(value: Any) -> str:
    """Return the string that Glance keeps for a custom property's declared value.

    Booleans become ``true`` and ``false``, whole numbers lose their fraction, other floats keep their repr.
    Raises ValueError, with the way out, for whatever has no exact string form.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    raise ValueError(f"is a {kind(value)}; Glance keeps strings only: write it as a string")


def whole(value: Any) -> int:
    """Return a whole number that Pulumi may have handed over as a float. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not float(value).is_integer():
        raise ValueError(f"is {value!r}; it must be a whole number")
    return int(value)


def kind(value: Any) -> str:
    """Return the JSON name of a value's type, for messages."""
    names = {dict: "map", list: "list", tuple: "list", type(None): "null", bool: "boolean", str: "string"}
    return names.get(type(value), "number" if isinstance(value, (int, float)) else type(value).__name__)


def _number(value: int | float) -> str:
    if abs(value) >= EXACT or value != value:  # noqa: PLR0124  not-a-number differs from itself
        raise ValueError("is a number that Pulumi cannot carry exactly: write it as a string")
    return str(int(value)) if value == int(value) else repr(value)
