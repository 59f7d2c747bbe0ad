"""The fast way from JSON to images; whatever it does not take goes to `Schema.load` (image_schema.py).

`Schema.load` costs about ten times what parsing the JSON does. So a function of plain assignments is generated
once from the Schema's own fields, which stay the one definition: each field's type, conversion and default are
read from it. tests/unit/test_decode.py holds both ways to the same results.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, make_dataclass
from typing import Any

from ecl_pulumi_images.client import image_schema
from ecl_pulumi_images.client.image import Image
from ecl_pulumi_images.client.image_schema import FIELDS
from ecl_pulumi_images.client.invalid import WireError
from ecl_pulumi_images.client.wire_field import LARGEST, WireField

DEEPEST = 64  # levels of a JSON answer; the API's own answers have 3, a JSON schema 8

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


def _check_depth(wire: Any) -> None:
    """Raise WireError for what is nested so deeply that to compare, show or store it would be a RecursionError."""
    level = [wire]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return
    raise WireError(f"the answer is nested more than {DEEPEST} deep")


def json_object(body: bytes | str) -> dict[str, Any]:
    """Return the JSON object that a body holds. Raises WireError for HTML, cut JSON and whatever else it may be."""
    wire = json_value(body)
    if not isinstance(wire, dict):
        raise WireError(f"the answer is a JSON {type(wire).__name__}, not an object")
    return wire


def json_value(body: bytes | str) -> Any:
    """Return what a body says in JSON. Raises WireError when that is nothing, or nested without end."""
    try:
        wire = json.loads(body)
    except json.JSONDecodeError as error:
        raise WireError(f"the answer is not JSON: {error.msg}, character {error.pos} of {len(error.doc)}") from None
    except (ValueError, RecursionError) as error:  # not UTF-8, an absurd number, nested without end
        raise WireError(f"the answer is not JSON: {error}") from None
    if isinstance(wire, dict | list):
        _check_depth(wire)
    return wire
