"""What a new image is asked to be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from marshmallow import Schema, ValidationError, validate
from marshmallow.fields import Field as MarshmallowField

from ..constants import ImageVisibility
from ..invalid import InvalidRequest
from ..names.arguments import refusing_fields
from ..names.foreign import CREATION
from ..wire.field import WireField
from .fields import WIRE_NAMES

#: Known on the wire, and yet usable as a custom property: Glance has no such field.
_ALSO_CUSTOM = frozenset({"metadata"})


class _Sent(WireField):
    """A field on its way out: a member of one of our enums goes as its plain value."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return super()._deserialize(str.__str__(value) if isinstance(value, str) else value)


class _SentTags(MarshmallowField[Any]):
    """A list of strings from any collection of them; a set is sorted, so that equal wishes are equal bytes."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, (str, Mapping)) or not isinstance(value, Collection):
            raise ValidationError(f"is {value!r:.60}, not a list of strings")
        if not all(isinstance(tag, str) for tag in value):
            raise ValidationError("is not a list of strings")
        return sorted(value) if isinstance(value, (set, frozenset)) else list(value)


NULL = {"null": True}  # where Glance's own schema takes null
_NOT_NEGATIVE = validate.Range(min=0, error="is {input}; it cannot be below 0")


@refusing_fields(CREATION)
@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOpts:
    """The fields of a new image. None means not set: it is not sent, and the service's default holds.

    Raises InvalidRequest, when it is built, for a value of the wrong type, naming the field.
    Source: Image API reference, "Create image"; Enterprise Cloud API reference (`license_switch`).
    """

    name: str | None = field(default=None, metadata=NULL)  #: Up to 255 characters; need not be unique.
    id: str | None = None  #: A UUID of the caller's choosing; 409 when it is or ever was in use.
    visibility: ImageVisibility | str | None = None  #: The service's default is `shared` since API 2.5.
    tags: Collection[str] | None = None
    container_format: str | None = field(default=None, metadata=NULL)  #: `bare`, ... Needed for an upload.
    disk_format: str | None = field(default=None, metadata=NULL)  #: `qcow2`, `raw`, ... Needed for an upload.
    min_disk: int | None = None  #: GB
    min_ram: int | None = None  #: MB
    license_switch: str | None = None  #: Enterprise Cloud: the licence, fixed for the image's life.
    protected: bool | None = None  #: Nobody can delete it until this is taken back.
    os_hidden: bool | None = None  #: API 2.7; older services refuse it.
    owner: str | None = field(default=None, metadata=NULL)  #: Project id; administrators only.
    properties: Mapping[str, str] | None = None  #: Custom properties. Glance keeps strings only.

    def __post_init__(self) -> None:
        self.to_wire()

    def to_wire(self) -> dict[str, Any]:
        """Return the body of the request: what was set, custom properties at the top level."""
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "properties"}
        try:
            wire: dict[str, Any] = SCHEMA.load({name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            name, reasons = next(iter(error.messages_dict.items()))
            raise InvalidRequest(f"{name} {reasons[0]}") from None
        return wire | _properties(self.properties)


_KINDS: Mapping[str, Callable[[bool], MarshmallowField[Any]]] = {
    "str": lambda null: _Sent(str, allow_none=null),
    "ImageVisibility | str": lambda null: _Sent(str, allow_none=null),
    "int": lambda null: _Sent(int, allow_none=null, validate=_NOT_NEGATIVE),
    "bool": lambda null: _Sent(bool, allow_none=null),
    "Collection[str]": lambda null: _SentTags(allow_none=null),
}


def _sent(field: Field[Any]) -> MarshmallowField[Any]:
    return _KINDS[str(field.type).removesuffix(" | None")](bool(field.metadata.get("null")))


#: The fields that a request may set, each of exactly its type.
CreateSchema = Schema.from_dict(
    {field.name: _sent(field) for field in fields(CreateOpts) if field.name != "properties"}, name="CreateSchema"
)
SCHEMA = CreateSchema()


def _properties(given: Any) -> dict[str, str]:
    if given is not None and not isinstance(given, Mapping):
        raise InvalidRequest(f"properties is {given!r:.60}, not a mapping")
    return {key: property_value(key, value) for key, value in (given or {}).items()}


def property_value(key: str, value: Any) -> str:
    """Return a custom property's value as it is sent.

    Raises InvalidRequest when the key is a field's, or the value is no string: Glance keeps strings only and answers
    400 (glance/api/v2/images.py, the schema's additionalProperties).
    """
    if not isinstance(key, str):
        raise InvalidRequest(f"properties: the name {key!r:.60} is not a string")
    if key in SCHEMA.fields:
        raise InvalidRequest(f"properties: {key!r} is a field of the image: give it as {key}=")
    if key in WIRE_NAMES - _ALSO_CUSTOM:
        raise InvalidRequest(f"properties: {key!r} is a field that the service fills")
    if not isinstance(value, str):
        raise InvalidRequest(f"properties: {key!r} is {value!r:.60}, not a string; the service keeps only strings")
    return str.__str__(value)
