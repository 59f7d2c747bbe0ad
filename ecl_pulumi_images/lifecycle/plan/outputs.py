"""A record as Pulumi stores it: every field of the image, the declared inputs, and where it lives."""

from __future__ import annotations

import sys
from collections.abc import Set
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ecl_pulumi_images.client import Image

from ..inputs.arguments import ARGUMENTS
from ..props import Props
from ..timestamps import written
from .replacement import proved
from .wire import custom, patchable, property_text

#: Fields of the record that are outputs under their own name.
RECORDED = tuple(sorted(
    field.name for field in fields(Image) if field.name not in ("id", "metadata", "properties", "self_")
))  # fmt: skip
#: Inputs that the service does not know: kept as declared.
KEPT = tuple(name for name, argument in ARGUMENTS.items() if argument.kept)
#: Inputs that say where the data comes from. A change that asks for no new image is no change: the same data may
#: come from elsewhere, or another way.
ORIGIN = frozenset(name for name, argument in ARGUMENTS.items() if argument.origin)
#: Inputs that promise data; without it they are forgotten.
PROMISES = tuple(name for name, argument in ARGUMENTS.items() if argument.promise)
#: Output of what is left of a failed creation, as long as it has no data: its protection protects nothing yet.
HALF_MADE = "half_made"
#: Outputs that no input shares.
OUTPUT_ONLY = tuple(sorted(
    {*RECORDED, "endpoint", "project_name", "region", "server_properties"} - ARGUMENTS.keys()
))  # fmt: skip


def outputs(
    record: Image,
    declared: Props,
    before: Props = MappingProxyType({}),
    *,
    region: str | None,
    endpoint: str,
    project_name: str | None = None,
) -> dict[str, Any]:
    """Return the outputs of an image whose custom properties `declared` names; the others are the server's.

    before: the outputs in the state. project_name: of the project that the credentials are for.
    An image that was taken over once stays so, whether or not it is still declared.
    """
    ours = frozenset(custom(declared))
    facts = {key: plain(getattr(record, key)) for key in RECORDED}
    left = {HALF_MADE: True} if before.get(HALF_MADE) and record.status == "queued" else {}
    place = {"region": region, "endpoint": endpoint, "project_name": project_name}
    return facts | _kept(before, declared) | left | _properties(record, ours) | place


def inputs(record: Image, before: Props, recorded: Props) -> dict[str, Any]:
    """Return the inputs as the service now holds them, so that a refresh shows drift in what is declared.

    before, recorded: the inputs and the outputs in the state. Nothing that the inputs do not declare is added; what
    the service cannot tell is copied. An image whose data is not there, or was never proved to be what was declared,
    loses what promised it, so that the next `up` replaces it.
    """
    now = dict(before)
    now |= {key: plain(getattr(record, key)) for key in patchable(record.status) if before.get(key) is not None}
    if before.get("tags") is not None and set(before["tags"]) == set(record.tags):
        now["tags"] = before["tags"]  # a set: the order is no drift
    if before.get("properties") is not None:
        now["properties"] = _properties(record, frozenset(custom(before)))["properties"]
    if before.get("deactivated") is not None:
        now["deactivated"] = record.status == "deactivated"
    if not _has_its_data(record, before, recorded):
        now = {key: value for key, value in now.items() if key not in PROMISES}
    return now


def unproved(facts: Props) -> dict[str, Any]:
    """Return the outputs of an image that was left half made: they promise no data, and say so."""
    return {key: value for key, value in facts.items() if key not in PROMISES} | {HALF_MADE: True}


def half_made(before: Props, recorded: Props) -> bool:
    """Return whether the state is that of a failed creation: the inputs promise data, the outputs do not."""
    promised, kept = (any(props.get(key) for key in PROMISES) for props in (before, recorded))
    return promised and not kept and recorded.get("status") not in ("active", "deactivated")


def _has_its_data(record: Image, before: Props, recorded: Props) -> bool:
    """Return whether the promised data is there: the state says so, or the service's own hash does."""
    if record.status not in ("active", "deactivated"):
        return False
    if any(recorded.get(key) for key in PROMISES):
        return True
    hashes = {key: getattr(record, key) for key in ("checksum", "os_hash_algo", "os_hash_value")}
    return bool(proved(hashes, before.get("content_hash") or before.get("source_checksum")))


def _properties(record: Image, ours: Set[str]) -> dict[str, dict[str, Any]]:
    held = record.properties.items()
    return {
        "properties": {key: _storable(property_text(value)) for key, value in held if key in ours},
        "server_properties": {key: _storable(value) for key, value in held if key not in ours},
    }


def _storable(value: Any) -> Any:
    """Return a property as Pulumi can store it: a number that is too large for a float, or none at all, as text."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {key: _storable(one) for key, one in value.items()}
    if isinstance(value, int | float) and not abs(value) <= sys.float_info.max:
        return str(value)
    return value


def plain(value: Any) -> Any:
    """Return a field's value in a form that Pulumi keeps."""
    if isinstance(value, datetime):
        return written(value)
    return list(value) if isinstance(value, tuple) else value


def carried(before: Props, declared: Props) -> dict[str, Any]:
    """Return complete outputs after an update that asked nothing of the service."""
    facts = {key: value for key, value in before.items() if key not in KEPT}
    return facts | _kept(before, declared)


def _kept(before: Props, declared: Props) -> dict[str, Any]:
    given = {"adopt": before.get("adopt"), **declared}
    return {key: given[key] for key in KEPT if given.get(key) is not None}


def kept_changes(before: Props, declared: Props) -> bool:
    """Return whether an input changed that only the state keeps; a file that merely moved is no change."""
    keys = [key for key in KEPT if key not in ("adopt", "image_id") and key not in ORIGIN]
    return any(before.get(key) != declared.get(key) for key in keys)
