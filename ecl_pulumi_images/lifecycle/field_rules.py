"""One rule per input: what it may be, and the form in which it is used. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from .values import kind, property_value, whole

Rule = Callable[[Any], Any]

#: What Glance itself keeps at the top level of an image, so that no custom property can have the name
#: (glance/api/v2/images.py, `RequestDeserializer._readonly_properties`, `_reserved_properties`, `_base_properties`).
ARGUMENTS = frozenset(
    [
        "name",
        "visibility",
        "protected",
        "os_hidden",
        "min_disk",
        "min_ram",
        "tags",
        "owner",
        "disk_format",
        "container_format",
        "license_switch",
    ]
)
SERVER_OWNED = frozenset(
    [
        "id",
        "status",
        "size",
        "virtual_size",
        "checksum",
        "os_hash_algo",
        "os_hash_value",
        "created_at",
        "updated_at",
        "self",
        "file",
        "schema",
        "direct_url",
        "location",
        "locations",
        "stores",
        "deleted",
        "deleted_at",
        "is_public",
        "is_protected",
        "import_from",
        "os_glance_import_task",
        "properties",
    ]
)
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
    return value


def capacity(value: Any) -> int:
    """Accept a whole number from 0 to LARGEST, whatever Pulumi made of it."""
    number = whole(value)
    if not 0 <= number <= LARGEST:
        raise ValueError(f"is {number}; it must be from 0 to {LARGEST}")
    return number


def visibility(value: Any) -> str:
    """Accept Glance's four visibilities (Image API v2.5 and later know `shared` and `community`)."""
    allowed = ("community", "private", "public", "shared")
    if value not in allowed:
        raise ValueError(f"is {_shown(value)}; it must be one of {', '.join(allowed)}")
    return str(value)


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


def properties(value: Any) -> dict[str, str]:
    """Accept custom properties, with the values that Glance will keep; a null value is an absent property."""
    if not isinstance(value, Mapping):
        raise ValueError(f"is a {kind(value)}; it must be a map of strings")
    declared = {key: held for key, held in value.items() if held is not None}
    _parts({key: key for key in declared}, _property_key)
    return _parts(declared, property_value)


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


def _tag(value: Any) -> str:
    return short(text(value))


def _property_key(key: str) -> str:
    short(text(key))
    if key in ARGUMENTS:
        raise ValueError(f"is one of Glance's own fields: set the argument {key!r} instead")
    if key in SERVER_OWNED or key.startswith("os_glance"):
        raise ValueError("is one of Glance's own fields, which only the image service sets: choose another name")
    return key


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, (str, int, float)) else f"a {kind(value)}"


RULES: Mapping[str, Rule] = {
    "container_format": text,
    "content_hash": text,
    "deactivated": boolean,
    "disk_format": text,
    "force_destroy": boolean,
    "image_id": image_id,
    "license_switch": text,
    "local_file_path": text,
    "min_disk": capacity,
    "min_ram": capacity,
    "name": short,
    "os_hidden": boolean,
    "owner": text,
    "properties": properties,
    "protected": boolean,
    "tags": tags,
    "verify_checksum": boolean,
    "visibility": visibility,
}
