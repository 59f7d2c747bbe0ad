"""The marshmallow fields of the wire: each takes one JSON type and nothing else.

marshmallow's own fields convert (1 to True, "on" to True). Here that would hide what the service really holds on the
way in, and send what the user did not write on the way out. Only a text that plainly spells what belongs in a field
of an answer ("512", "False") is read as that, as some services write such.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from marshmallow import ValidationError
from marshmallow.fields import Field

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:[.,](\d{1,6})\d*)?(?:[Zz]|([+-])(\d\d):?(\d\d))?", re.ASCII
)

_USUAL = len("2026-01-02T03:04:05Z")
_ISO_KNOWS_Z = sys.version_info >= (3, 11)  # before, datetime.fromisoformat took neither Z nor most fractions
LARGEST = int(sys.float_info.max)  # of a whole number: Pulumi, and most readers of JSON, keep numbers as floats
_SPELLED_NUMBER = re.compile(r"(-?\d{1,308})(?:\.0+)?", re.ASCII)  # of as many digits as LARGEST may have
_SPELLED_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_NAMES = {str: "a string", bool: "true or false", int: "a whole number", list: "a list", dict: "an object"}


def instant(text: str) -> datetime:
    """Return the moment that `text` (RFC 3339, or close to it) names, always with a zone.

    The service writes 2026-01-02T03:04:05Z. Fractions of any length are taken, digits beyond microseconds
    dropped; no zone means UTC. Raises ValueError for anything else.
    """
    if len(text) == _USUAL and text[-1] == "Z":
        return datetime.fromisoformat(text if _ISO_KNOWS_Z else f"{text[:-1]}+00:00")
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError("is not a date and time such as 2026-01-02T03:04:05Z")
    day, time, fraction, sign, hours, minutes = found.groups()
    moment = datetime.fromisoformat(f"{day} {time}.{(fraction or '').ljust(6, '0')}")
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return moment.replace(tzinfo=timezone(-offset if sign == "-" else offset))


def tag_list(values: list[Any]) -> tuple[str, ...]:
    """Return the tags of a JSON list. Raises ValueError when one is not a string."""
    for value in values:
        if type(value) is not str:
            raise ValueError("is not a list of strings")
    return tuple(values)


def text_map(values: dict[str, Any]) -> dict[str, str]:
    """Return a JSON object whose values are strings. Raises ValueError when one is not."""
    for value in values.values():
        if type(value) is not str:
            raise ValueError("is not an object of strings")
    return values


class WireField(Field[Any]):
    """A field that takes JSON values of one type.

    kind: the type that `json.loads` gives: str, bool, int, list or dict. A whole number that arrives as a float (5.0)
    is taken as int; 5.5, "5" and true are not, nor is a number that is too large for a float.
    convert: makes the field's value of one of that type, or raises ValueError. The decoder of images (decode.py) reads
    `kind` and `convert` too.
    """

    default_error_messages = {"null": "is null; it needs a value"}  # noqa: RUF012  marshmallow's own way, never written to

    def __init__(self, kind: type, convert: Callable[[Any], Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind
        self.convert = convert

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if self.kind is int and type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is not self.kind or (isinstance(value, int) and abs(value) > LARGEST):
            raise ValidationError(f"is {value!r:.60}, not {_NAMES[self.kind]}")
        try:
            return self.convert(value) if self.convert else value
        except ValueError as error:
            raise ValidationError(str(error)) from error


class AnsweredField(WireField):
    """A field of an answer: a text that plainly spells a boolean or a whole number is taken as that.

    "true", "False", "1" and "0" are booleans, "512" and "20.0" whole numbers; "yes", "on" and "1e3" stay texts.
    """

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> Any:
        return super()._deserialize(_spelled(self.kind, value), *rest, **options)


def _spelled(kind: type, value: Any) -> Any:
    """Return what a text spells, or the value as it is."""
    if type(value) is not str:
        return value
    if kind is bool:
        return _SPELLED_BOOLEANS.get(value.lower(), value)
    found = _SPELLED_NUMBER.fullmatch(value) if kind is int else None
    return int(found[1]) if found else value
