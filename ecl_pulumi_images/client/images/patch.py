"""The changes that an update makes to an image, as the operations of a JSON patch.

Glance takes `add`, `replace` and `remove` on a first-level path only (glance/api/v2/images.py,
`RequestDeserializer._get_change_operation_d10`, `_validate_path`). A patch is all or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from marshmallow import Schema, ValidationError, validate
from marshmallow.fields import Raw, String

from ..constants import ImageVisibility, UpdateOp
from ..invalid import InvalidRequest
from .create import SCHEMA as FIELDS
from .fields import WIRE_NAMES

#: Fields that a patch may change. The formats only while the image has no data; `owner` for administrators only.
PATCHABLE = frozenset(FIELDS.fields) - {"id", "license_switch"}


class Patch(Protocol):
    """One change of an image; write another class with `to_wire` for an operation that is not here."""

    def to_wire(self) -> dict[str, Any]:
        """Return the operation: `op`, `path`, and `value` unless it removes."""
        ...


class OperationSchema(Schema):
    """One operation on the wire."""

    op = String(
        required=True, validate=validate.OneOf([op.value for op in UpdateOp], error="{input} is none of {choices}")
    )
    path = String(required=True)
    value = Raw(allow_none=True)


SCHEMA = OperationSchema()


def to_wire(patches: Iterable[Patch]) -> list[dict[str, Any]]:
    """Return the body of a PATCH request, operations in the order given."""
    return [patch.to_wire() for patch in patches]


def pointer(key: str) -> str:
    """Return the path of a first-level key: `~` becomes ~0 and `/` becomes ~1 (RFC 6901).

    Raises InvalidRequest for an empty key, and for one that begins or ends with white space: Glance takes that away
    and would change another property (glance/api/v2/images.py, `_decode_json_pointer`).
    """
    if not isinstance(key, str):
        raise InvalidRequest(f"the name of a property is {key!r:.60}, not a string")
    if not key or key != key.strip():
        raise InvalidRequest(f"{key!r:.60} cannot be named in a patch: it is empty, or begins or ends with white space")
    return "/" + key.replace("~", "~0").replace("/", "~1")


def key_of(operation: Mapping[str, Any]) -> str:
    """Return the key that an operation's path points to: what `pointer` was given."""
    return str(operation["path"])[1:].replace("~1", "/").replace("~0", "~")


@dataclass(frozen=True, slots=True)
class ReplaceImageName:
    """Give the image another name."""

    new_name: str

    def to_wire(self) -> dict[str, Any]:
        return _replace("name", self.new_name)


@dataclass(frozen=True, slots=True)
class ReplaceImageChecksum:
    """Set the image's checksum. Glance refuses it with 403; other services of this API may take it."""

    checksum: str

    def to_wire(self) -> dict[str, Any]:
        return _operation(UpdateOp.REPLACE, "checksum", self.checksum)


@dataclass(frozen=True, slots=True)
class ReplaceImageTags:
    """Replace all tags by these. Single tags cannot be patched."""

    new_tags: Collection[str]

    def to_wire(self) -> dict[str, Any]:
        return _replace("tags", self.new_tags)


@dataclass(frozen=True, slots=True)
class UpdateVisibility:
    """Change who sees the image."""

    visibility: ImageVisibility | str

    def to_wire(self) -> dict[str, Any]:
        return _replace("visibility", self.visibility)


@dataclass(frozen=True, slots=True)
class ReplaceImageField:
    """Replace a field of the image: one of PATCHABLE.

    Raises InvalidRequest, from `to_wire`, for another field and for a value of the wrong type.
    """

    field: str
    value: Any

    def __post_init__(self) -> None:
        self.to_wire()

    def to_wire(self) -> dict[str, Any]:
        return _replace(self.field, self.value)


@dataclass(frozen=True, slots=True)
class UpdateImageProperty:
    """Add, replace or remove a custom property.

    op: `add` sets it whether or not it is there; `replace` and `remove` of a missing one are answered with 409.
    value: a string, needed unless op is `remove`, which sends none.
    Raises InvalidRequest for an unknown op and for a value that is not a string.
    """

    op: UpdateOp | str
    name: str
    value: str | None = None

    def __post_init__(self) -> None:
        self.to_wire()

    def to_wire(self) -> dict[str, Any]:
        if self.op != UpdateOp.REMOVE and not isinstance(self.value, str):
            raise InvalidRequest(
                f"property {self.name!r:.60} is {self.value!r:.60}, not a string; only strings are kept"
            )
        return _operation(self.op, self.name, self.value)


def _replace(field: str, value: Any) -> dict[str, Any]:
    if field not in PATCHABLE:
        whose = "a field that no patch can change" if field in WIRE_NAMES else "a custom property: UpdateImageProperty"
        raise InvalidRequest(f"{field!r:.60} is {whose}")
    try:
        return _operation(UpdateOp.REPLACE, field, FIELDS.fields[field].deserialize(value))
    except ValidationError as error:
        raise InvalidRequest(f"{field} {error.messages[0]}") from None


def _operation(op: UpdateOp | str, key: str, value: Any) -> dict[str, Any]:
    wire = {"op": str(op), "path": pointer(key), "value": value}
    if op == UpdateOp.REMOVE:
        del wire["value"]
    try:
        operation: dict[str, Any] = SCHEMA.load(wire)
    except ValidationError as error:
        raise InvalidRequest(f"op {error.messages_dict['op'][0]}") from None
    return operation
