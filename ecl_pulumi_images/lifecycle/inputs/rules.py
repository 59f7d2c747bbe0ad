"""One rule per input: what it may be, and the form in which it is used. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ..props import kind, property_value, whole
from .property_keys import property_key

Rule = Callable[[Any], Any]

LONGEST = 255  # characters of a name, a tag or a property's key (glance/db/sqlalchemy/models.py, String(255))
LARGEST = 2**31 - 1  # min_disk and min_ram are database integers (glance/db/sqlalchemy/models.py)


class Refused(ValueError):
    """Several parts of one input are refused: part -> reason."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{part}: {reason}" for part, reason in reasons.items()))
        self.reasons = dict(reasons)


def boolean(value: Any) -> bool:
    """Accept true and false only."""
    if not isinstance(value, bool):
        raise ValueError(f"is {value!r}; it must be true or false")
    return value


def text(value: Any) -> str:
    """Accept a string that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"is {_shown(value)}; it must be a string that is not empty")
    return value


def short(value: Any) -> str:
    """Accept a string of at most LONGEST characters, the empty one included."""
    if not isinstance(value, str):
        raise ValueError(f"is a {kind(value)}; it must be a string")
    if len(value) > LONGEST:
        raise ValueError(f"has {len(value)} characters; Glance takes at most {LONGEST}")
    return _plane_zero(value)


def capacity(value: Any) -> int:
    """Accept a whole number from 0 to LARGEST, whatever Pulumi made of it."""
    number = whole(value)
    if not 0 <= number <= LARGEST:
        raise ValueError(f"is {number}; it must be from 0 to {LARGEST}")
    return number


def one_of(*allowed: str) -> Rule:
    """Accept these words only, so that a slip shows in the preview."""

    def rule(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"is {_shown(value)}; it must be one of {', '.join(allowed)}")
        return str(value)

    return rule


def image_id(value: Any) -> str:
    """Accept a UUID in its canonical form, the only one in which Glance returns it."""
    try:
        canonical = str(uuid.UUID(value))
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"is {_shown(value)}; it must be a UUID such as {uuid.UUID(int=0)}") from None
    if value != canonical:
        raise ValueError(f"is {value!r}; write the UUID as {canonical!r}")
    return canonical


def tags(value: Any) -> list[str]:
    """Accept a list of strings; Glance keeps tags as a set."""
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"is a {kind(value)}; it must be a list of strings")
    _parts({f"[{at}]": tag for at, tag in enumerate(value)}, _tag)
    return list(value)


def names(value: Any) -> list[str]:
    """Accept a list of strings of any length: the program lists its secrets so, by input and by property."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
        raise ValueError(f"is a {kind(value)}; it must be a list of strings")
    return list(value)


def properties(value: Any) -> dict[str, str]:
    """Accept custom properties, with the values that Glance will keep; a null value is an absent property."""
    if not isinstance(value, Mapping):
        raise ValueError(f"is a {kind(value)}; it must be a map of strings")
    return _parts({key: (key, held) for key, held in value.items() if held is not None}, _property)


def settable(key: str, value: Any) -> bool:
    """Return whether a property that an image has may be declared as it is for another one."""
    try:
        return isinstance(value, str) and _property((key, value)) == value
    except ValueError:
        return False


def _parts(parts: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    accepted, reasons = {}, {}
    for part, value in parts.items():
        try:
            accepted[part] = rule(value)
        except ValueError as error:
            reasons[part] = str(error)
    if reasons:
        raise Refused(reasons)
    return accepted


def _plane_zero(value: str) -> str:
    """Refuse what Glance refuses: characters of four bytes in UTF-8 (glance/common/utils.py, `no_4byte_params`)."""
    wide = next((character for character in value if ord(character) > 0xFFFF), None)
    if wide is not None:
        raise ValueError(f"holds {wide!r}; Glance takes no characters beyond U+FFFF: leave it out")
    return value


def _property(pair: tuple[str, Any]) -> str:
    key, value = pair
    property_key(short(text(key)))
    return _plane_zero(property_value(value))


def _tag(value: Any) -> str:
    return short(text(value))


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, (str, int, float)) else f"a {kind(value)}"
