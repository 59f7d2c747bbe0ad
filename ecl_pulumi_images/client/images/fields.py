"""What an image looks like on the wire: the one definition, and the judge of every odd answer.

Rule for all fields: null is the same as absent, a text that plainly spells a boolean or a whole number is one where
that belongs ("min_ram": "512", "protected": "False"), and a value of another type does not spoil the image. It is left
out of its field and kept, raw, in `properties` under its own name. So no single odd value breaks a listing, and
nothing that the service said is lost. The Go SDK fails the whole page instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, pre_load

from ..wire.field import AnsweredField, WireField, instant, tag_list, text_map
from .image import Image


class ImageSchema(Schema):
    """The known fields of an image. Unknown ones are custom properties; `decode` collects them."""

    class Meta:
        unknown = EXCLUDE

    id = WireField(str, load_default=str)
    name = WireField(str, load_default=None)
    status = WireField(str, load_default=str)
    visibility = WireField(str, load_default=None)
    size = AnsweredField(int, load_default=None)
    virtual_size = AnsweredField(int, load_default=None)
    checksum = WireField(str, load_default=None)
    os_hash_algo = WireField(str, load_default=None)
    os_hash_value = WireField(str, load_default=None)
    os_hidden = AnsweredField(bool, load_default=None)
    protected = AnsweredField(bool, load_default=None)
    min_disk = AnsweredField(int, load_default=None)
    min_ram = AnsweredField(int, load_default=None)
    container_format = WireField(str, load_default=None)
    disk_format = WireField(str, load_default=None)
    created_at = WireField(str, instant, load_default=None)
    updated_at = WireField(str, instant, load_default=None)
    owner = WireField(str, load_default=None)
    tags = WireField(list, tag_list, load_default=tuple)
    self_ = WireField(str, data_key="self", load_default=None)
    file = WireField(str, load_default=None)
    schema = WireField(str, load_default=None)
    license_switch = WireField(str, load_default=None)
    metadata = WireField(dict, text_map, load_default=dict)

    @pre_load
    def _null_is_absent(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in data.items() if value is not None}


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
