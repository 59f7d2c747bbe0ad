"""The plugin's functions: lookups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ecl_pulumi_images.acts.secrets import SECRETS
from ecl_pulumi_images.lifecycle import lookup
from ecl_pulumi_images.lifecycle.lookup.absence import Connect
from ecl_pulumi_images.lifecycle.lookup.result import fields_of

Remarks = tuple[str, ...]
Function = Callable[[Connect, Mapping[str, Any]], tuple[dict[str, Any], Remarks]]


def given(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the filters without what only the engine wants to know."""
    return {name: value for name, value in args.items() if name != SECRETS}


def _one(connect: Connect, filters: Mapping[str, Any]) -> tuple[dict[str, Any], Remarks]:
    image, remarks = lookup.one(connect, filters)
    return fields_of(image), remarks


def _one_or_none(connect: Connect, filters: Mapping[str, Any]) -> tuple[dict[str, Any], Remarks]:
    image, remarks = lookup.one_or_none(connect, filters)
    return ({} if image is None else {"image": fields_of(image)}), remarks


def _every(connect: Connect, filters: Mapping[str, Any]) -> tuple[dict[str, Any], Remarks]:
    images, remarks = lookup.every(connect, filters)
    return {"images": [fields_of(image) for image in images]}, remarks


FUNCTIONS: Mapping[str, Function] = {
    "ecl:index:findImage": _one_or_none,
    "ecl:index:getImage": _one,
    "ecl:index:getImages": _every,
}
