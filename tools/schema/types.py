"""From Python's hints to the schema's types, and the types that have a name."""

from __future__ import annotations

import types as python
import typing
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import pulumi

from ecl_pulumi_images.client import Image, ImageDateQuery, ImageMemberStatus, ImageVisibility
from ecl_pulumi_images.resources import choices
from ecl_pulumi_images.resources.image import Image as ImageResource
from ecl_pulumi_images.resources.lookup_result import GetImageResult

from . import words

Spec = dict[str, Any]
TEXT: Spec = {"type": "string"}
ANYTHING: Spec = {"$ref": "pulumi.json#/Any"}
RECORD = "ecl:index:ImageRecord"
BYTES = frozenset(("size", "size_max", "size_min", "virtual_size"))
"""Whole numbers above 2**31, which no integer of an SDK for .NET holds."""
_PLAIN = {bool: "boolean", int: "integer", float: "number", str: "string", datetime: "string", ImageDateQuery: "string"}

#: Choices that take no other word: name -> the choice, what describes its words, and the choice in one line.
ENUMS: Mapping[str, tuple[Any, Mapping[str, str], str]] = {
    "ImageMemberAnswer": (choices.Answer, words.comments(ImageMemberStatus), "What a member may answer to a share."),
    "ImageMethod": (choices.Method, {}, "How an image's data gets to the service."),
    "ImageOnInUse": (choices.OnInUse, {}, "What to do with an image that is in use when it is to be deleted."),
    "ImageVisibility": (choices.Visibility, words.comments(ImageVisibility), "Who sees an image."),
}


def types() -> dict[str, Spec]:
    made = {f"ecl:index:{name}": _enum(*one) for name, one in ENUMS.items()}
    return made | {RECORD: {"type": "object", "description": "An image that a lookup found.", **record()}}


def record() -> Spec:
    """What a lookup tells of an image."""
    sources = (words.attributes(ImageResource), words.column("image.md", "output"), words.comments(Image))
    own = {
        "id": "Id of the image.",
        "metadata": "NTT Enterprise Cloud's metadata.",
        "properties": "The custom properties that an `Image` may declare.",
        "server_properties": "Every other property: those that only the service sets.",
        "visibility": "Who sees it: `public`, `private`, `shared` or `community`.",
    }
    hints = typing.get_type_hints(GetImageResult)
    properties = {name: field(name, hint, own, *sources) for name, hint in sorted(hints.items())}
    return {"properties": properties, "required": sorted(name for name, hint in hints.items() if not optional(hint))}


def hints_of(thing: Any) -> dict[str, Any]:
    """The hints of a function or a class. pulumi.Input holds a forward reference to Output[T]."""
    return typing.get_type_hints(thing, localns={"Output": pulumi.Output, "T": typing.TypeVar("T")})


def optional(hint: Any) -> bool:
    return type(None) in leaves(hint)


def field(name: str, hint: Any, *sources: Mapping[str, str]) -> Spec:
    """A property of this name. sources: of its description, the first that has one counts."""
    kind = {"type": "number"} if name in BYTES else spec(hint)
    return {**kind, "description": words.first(name, *sources), "language": language(name)}


def language(name: str) -> Spec:
    """What a property is called where that can be said; TypeScript, Python and YAML have the name as it is."""
    return {"csharp": {"name": pascal(name)}}


def spec(hint: Any) -> Spec:
    """The type of a hint. Of several numbers and texts it is the one that holds all of them."""
    found = [leaf for leaf in leaves(hint) if leaf is not type(None)]
    lists = [leaf for leaf in found if _origin(leaf) in (list, tuple, set, frozenset) or _is(leaf, Collection)]
    if lists and str in found:
        return {"oneOf": [TEXT, {"type": "array", "items": TEXT}]}
    if lists:
        return {"type": "array", "items": TEXT}
    maps = [leaf for leaf in found if _is(leaf, Mapping)]
    if maps:
        return {"type": "object", "additionalProperties": ANYTHING if Any in typing.get_args(maps[0]) else TEXT}
    literal = next((leaf for leaf in found if _origin(leaf) is typing.Literal), None)
    if literal is not None and str not in found:
        return {"$ref": f"#/types/ecl:index:{_name(literal)}"}
    return {"type": next(name for kind, name in reversed(_PLAIN.items()) if kind in found)}


def leaves(hint: Any) -> list[Any]:
    """The plain alternatives of a hint: those of unions, of pulumi.Input and pulumi.Output."""
    origin, inside = _origin(hint), typing.get_args(hint)
    if origin in (typing.Union, python.UnionType):
        return [leaf for one in inside for leaf in leaves(one)]
    if origin is pulumi.Output or getattr(origin, "__name__", "") == "Awaitable":
        return leaves(inside[0])
    return [] if isinstance(hint, typing.TypeVar) else [hint]


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.replace("-", "_").split("_"))


def _origin(hint: Any) -> Any:
    return typing.get_origin(hint)


def _is(hint: Any, kind: type) -> bool:
    origin = _origin(hint)
    if not isinstance(origin, type):
        return False
    return issubclass(origin, kind) and (kind is Mapping or not issubclass(origin, Mapping))


def _name(literal: Any) -> str:
    """Raises LookupError for a choice that has no name yet."""
    for name, (choice, _, _) in ENUMS.items():
        if literal in leaves(choice):
            return name
    raise LookupError(f"{literal} has no name in ENUMS")


def _enum(choice: Any, told: Mapping[str, str], description: str) -> Spec:
    [literal] = [leaf for leaf in leaves(choice) if _origin(leaf) is typing.Literal]
    values = [{"name": pascal(word), "value": word} for word in typing.get_args(literal)]
    named = [value | ({"description": told[value["value"].upper()]} if told else {}) for value in values]
    return {"type": "string", "description": description, "enum": named}
