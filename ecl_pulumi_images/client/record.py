"""Answers of the smaller resources as frozen dataclasses: tolerant, whatever a field holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError

T = TypeVar("T")


class RecordSchema(Schema):
    """A schema that lets unknown fields pass by."""

    class Meta:
        unknown = EXCLUDE


def record(make: Callable[..., T], schema: Schema, wire: Mapping[str, Any]) -> T:
    """Build `make` from the fields of `wire` that are as `schema` says; null and other ones keep their defaults."""
    try:
        found = schema.load({name: value for name, value in wire.items() if value is not None})
    except ValidationError as error:
        found = error.valid_data
    return make(**found)
