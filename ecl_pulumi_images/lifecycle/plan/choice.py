"""What the service itself makes of declared values. Pure.

An answer to a POST or a PATCH that shows another value than was sent shows the service's choice: it rewrites the value,
holds it above a floor, or hides it from this role. To send it again would change nothing. A value that the answer shows
and a later look does not was lost to another writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from ecl_pulumi_images.client import Image, Patch
from ecl_pulumi_images.client.images.patch import key_of

from .shown import HIDDEN, brief, is_secret
from .wire import BASE_FIELDS, base_value, from_record

_PLAIN = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """A value that the service keeps in place of the one that was sent.

    wish: what was sent; None for a property that was to be removed. held: what it keeps; None where it shows nothing.
    """

    key: str
    wish: Any
    held: Any


def choices(answer: Image, sent: Iterable[Patch]) -> tuple[Choice, ...]:
    """Return what an answer shows otherwise than it was sent."""
    wishes = {key_of(operation): operation.get("value") for patch in sent for operation in [patch.to_wire()]}
    wishes = {key: base_value(key, wish) for key, wish in wishes.items()}
    held = from_record(answer, wishes)
    return tuple(Choice(key, wish, held.get(key)) for key, wish in wishes.items() if held.get(key) != wish)


def told(image_id: str, made: Iterable[Choice], hidden: Set[str]) -> str:
    """Return one line: what the service keeps, and the ways out. hidden: the inputs that hold secrets."""
    found = list(made)
    differs = "; ".join(_told(choice, hidden) for choice in found)
    paths = ", ".join(f"'{_path(choice.key)}'" for choice in found)
    out = (
        "declare what it keeps, or leave that out"
        if any(choice.held is not None for choice in found)
        else "leave it out"
    )
    return (
        f"image {image_id}: this image service {differs}: {out}; "
        f"for an image that is there already, ignore_changes=[{paths}] will do, too"
    )


def _told(choice: Choice, hidden: Set[str]) -> str:
    path = _path(choice.key)
    if choice.held is None:
        return f"does not show {path} after it was sent: it drops that, or hides it from these credentials"
    if choice.wish is None:
        return f"keeps {path}, which is to be removed"
    if is_secret(choice.key, hidden):
        return f"keeps another {path} than the declared {HIDDEN}"
    return f"keeps {path} {brief(choice.held)}, not the declared {brief(choice.wish)}"


def _path(key: str) -> str:
    """Return the input as `ignore_changes` names it."""
    if key in BASE_FIELDS:
        return key
    return f"properties.{key}" if _PLAIN.fullmatch(key) else f'properties["{key}"]'
