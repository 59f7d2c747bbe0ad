"""What an image looks like on the wire, by the fields of `Image`: the judge of every odd answer.

Rule for all fields: null is the same as absent, a text that plainly spells a boolean or a whole number is one where
that belongs ("min_ram": "512", "protected": "False"), and a value of another type does not spoil the image. It is left
out of its field and kept, raw, in `properties` under its own name. So no single odd value breaks a listing, and
nothing that the service said is lost. The Go SDK fails the whole page instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, pre_load

from ..wire.field import AnsweredField, WireField, instant, tag_list, text_map
from .image import Image

_Default = Callable[[], Any] | None
#: By the type of a field of `Image`: its field on the wire.
_KINDS: Mapping[str, Callable[[_Default, str], WireField]] = {
    "str": lambda default, key: WireField(str, load_default=default, data_key=key),
    "int": lambda default, key: AnsweredField(int, load_default=default, data_key=key),
    "bool": lambda default, key: AnsweredField(bool, load_default=default, data_key=key),
    "datetime": lambda default, key: WireField(str, instant, load_default=default, data_key=key),
    "tuple[str, ...]": lambda default, key: WireField(list, tag_list, load_default=default, data_key=key),
    "Mapping[str, str]": lambda default, key: WireField(dict, text_map, load_default=default, data_key=key),
}
_EMPTY: Mapping[str, Callable[[], Any]] = {"str": str, "tuple[str, ...]": tuple, "Mapping[str, str]": dict}


def _on_wire(field: Field[Any]) -> WireField:
    """Return the field of the wire for one of `Image`: `self_` is "self" there; what may be None is None if absent."""
    kind = str(field.type).removesuffix(" | None")
    default = None if kind != field.type else _EMPTY[kind]
    return _KINDS[kind](default, field.name.rstrip("_"))


class _Tolerant(Schema):
    """Unknown fields are custom properties; `decode` collects them."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def _null_is_absent(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in data.items() if value is not None}


#: The known fields of an image.
ImageSchema = _Tolerant.from_dict(
    {field.name: _on_wire(field) for field in fields(Image) if field.name != "properties"}, name="ImageSchema"
)
SCHEMA = ImageSchema()

#: The known fields, by their names in an Image ("self_").
FIELDS = cast("dict[str, WireField]", SCHEMA.load_fields)

#: Their names on the wire ("self").
WIRE_NAMES = frozenset(field.data_key or name for name, field in FIELDS.items())


def decode(wire: Mapping[str, Any]) -> Image:
    """Return the image that a JSON object describes, by `Schema.load`. Never fails on a field."""
    odd: Mapping[str, Any] = {}
    try:
        known = SCHEMA.load(wire)
    except ValidationError as error:
        odd = error.messages_dict
        known = SCHEMA.load({key: value for key, value in wire.items() if key not in odd})
    properties = {key: value for key, value in wire.items() if key not in WIRE_NAMES or key in odd}
    return Image(**known, properties=properties)
