"""The fast way from JSON to images; whatever it does not take goes to `Schema.load` (image_schema.py).

`Schema.load` costs about ten times what parsing the JSON does. So a function of plain assignments is generated
once from the Schema's own fields, which stay the one definition: each field's type, conversion and default are
read from it. tests/unit/test_decode.py holds both ways to the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, make_dataclass
from typing import Any

from ..invalid import WireError
from ..wire.field import LARGEST, WireField
from ..wire.record import json_object
from . import fields as image_schema
from .fields import FIELDS
from .image import Image

# A frozen dataclass fills itself through object.__setattr__, which costs as much as parsing the JSON. This twin
# has the same slots and is not frozen; once filled it becomes an Image.
_Draft = make_dataclass("_Draft", [field.name for field in fields(Image)], slots=True, init=False, repr=False, eq=False)

_HEAD = """\
def decode(wire):
    rest, draft = wire.copy(), Draft()
    pop = rest.pop
    try:
"""
_FIELD = """\
        value = pop({key!r}, None)
        if value.__class__ is {kind}{bound}:
            draft.{name} = {converted}
        elif value is None:
            draft.{name} = {default}
        else:
            return slow(wire)
"""
_TAIL = """\
    except ValueError:
        return slow(wire)
    draft.properties = dict(rest)  # a dict that lost most of its keys keeps their room; its copy does not
    draft.__class__ = Image
    return draft
"""


def _generate(known: Mapping[str, WireField]) -> Callable[[dict[str, Any]], Image]:
    """Return the function that does for images of the usual types what `Schema.load` would do."""
    names: dict[str, Any] = {"Draft": _Draft, "Image": Image, "slow": image_schema.decode, "LARGEST": LARGEST}
    body = "".join(_assignment(name, field, names) for name, field in known.items())
    exec(_HEAD + body + _TAIL, names)  # noqa: S102  the source is made of the Schema's own field names, of no input
    generated: Callable[[dict[str, Any]], Image] = names["decode"]
    return generated


def _assignment(name: str, field: WireField, names: dict[str, Any]) -> str:
    """Return the lines that fill one field; what they call goes into `names`."""
    converted, default = "value", repr(field.load_default)
    if field.convert:
        names[f"convert_{name}"] = field.convert
        converted = f"convert_{name}(value)"
    if callable(field.load_default):
        names[f"default_{name}"] = field.load_default
        default = f"default_{name}()"
    key, kind = field.data_key or name, field.kind.__name__
    bound = " and -LARGEST <= value <= LARGEST" if field.kind is int else ""
    return _FIELD.format(key=key, name=name, kind=kind, bound=bound, converted=converted, default=default)


#: Returns the image that a JSON object describes. Never fails on a field (image_schema.py says what becomes of it).
decode: Callable[[dict[str, Any]], Image] = _generate(FIELDS)


def decode_image(body: bytes | str | Mapping[str, Any]) -> Image:
    """Return the image that the answer to a create, get or update describes.

    Raises WireError when the body is not JSON, not an object, or names no image.
    """
    wire = body if isinstance(body, Mapping) else json_object(body)
    image = decode(dict(wire))
    if not image.id:
        raise WireError("the answer is no image: it has no id")
    return image
