"""Answers of the smaller resources as frozen dataclasses: tolerant, whatever a field holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError

from ..invalid import WireError

T = TypeVar("T")
DEEPEST = 64  # levels of a JSON answer; the API's own answers have 3, a JSON schema 8
_NAMES: Mapping[type, str] = {dict: "objects", str: "strings"}


class RecordSchema(Schema):
    """A schema that lets unknown fields pass by."""

    class Meta:
        unknown = EXCLUDE


def listed(wire: Mapping[str, Any], name: str, kind: type[T]) -> list[T]:
    """Return the list that the answer holds under `name`. Raises WireError unless all of its entries are of `kind`."""
    found = wire.get(name)
    if not isinstance(found, list) or not all(isinstance(one, kind) for one in found):
        raise WireError(f"`{name}` is missing, or no list of {_NAMES[kind]}")
    return found


def record(make: Callable[..., T], schema: Schema, wire: Mapping[str, Any]) -> T:
    """Build `make` from the fields of `wire` that are as `schema` says; null and other ones keep their defaults."""
    try:
        found = schema.load({name: value for name, value in wire.items() if value is not None})
    except ValidationError as error:
        found = error.valid_data
    return make(**found)


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
