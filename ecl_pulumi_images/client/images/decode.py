"""From JSON to images, by a loop over the Schema's own fields; odd values go to `Schema.load` (fields.py).

`Schema.load` judges everything and costs ten times what parsing the JSON does. Values of the usual types need no judge.
tests/unit/client/images/test_decode.py holds both ways to the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..invalid import WireError
from ..wire.field import LARGEST
from ..wire.record import json_object
from . import fields as image_schema
from .fields import FIELDS
from .image import Image

#: Of each field: its key on the wire, what fills its slot (`Image` is frozen), its type, conversion and default.
_FIELDS: list[tuple[str, Callable[..., None], Any, Callable[[Any], Any] | None, Any]] = [
    (field.data_key or name, getattr(Image, name).__set__, field.kind, field.convert, field.load_default)
    for name, field in FIELDS.items()
]
_fill_properties = vars(Image)["properties"].__set__


def decode(wire: Mapping[str, Any]) -> Image:
    """Return the image that a JSON object describes. Never fails on a field (fields.py says what becomes of it)."""
    rest, image = dict(wire), object.__new__(Image)
    try:
        for key, fill, kind, convert, default in _FIELDS:
            value = rest.pop(key, None)
            if value is None:
                value = default() if default else None
            elif type(value) is not kind or (kind is int and not -LARGEST <= value <= LARGEST):
                return image_schema.decode(wire)
            elif convert:
                value = convert(value)
            fill(image, value)
    except ValueError:
        return image_schema.decode(wire)
    _fill_properties(image, dict(rest))  # a dict that lost most of its keys keeps their room; its copy does not
    return image


def decode_image(body: bytes | str | Mapping[str, Any]) -> Image:
    """Return the image that the answer to a create, get or update describes.

    Raises WireError when the body is not JSON, not an object, or names no image.
    """
    image = decode(body if isinstance(body, Mapping) else json_object(body))
    if not image.id:
        raise WireError("the answer is no image: it has no id")
    return image
