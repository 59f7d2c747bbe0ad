"""Answers of the smaller resources as frozen dataclasses: tolerant, whatever a field holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError

from ecl_pulumi_images.client.invalid import WireError

T = TypeVar("T")
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
