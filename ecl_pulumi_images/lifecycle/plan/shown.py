"""The operations of a patch, for messages and previews; what holds a secret stays one."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from ecl_pulumi_images.client import Patch
from ecl_pulumi_images.client.images.patch import key_of

from ..props import Props
from .wire import BASE_FIELDS

HIDDEN = "[secret]"  # as the engine shows one
PROPERTY = "properties."  # what the name of a custom property begins with
LONGEST = 60  # characters of a value in a message
MOST = 5  # operations in a message


def secrets_of(declared: Props) -> frozenset[str]:
    """Return the names of the declared inputs that hold a secret."""
    return frozenset(declared.get("secret_inputs") or ())


def is_secret(key: str, hidden: Set[str]) -> bool:
    """Return whether the value under a key of the wire is a secret.

    hidden: the inputs that are secrets, and the custom properties, as ``properties.key``.
    """
    if key in BASE_FIELDS:
        return key in hidden
    return "properties" in hidden or PROPERTY + key in hidden


def shown(operation: dict[str, Any], hidden: Set[str]) -> dict[str, Any]:
    """Return the operation; a value from one of the inputs `hidden` stays secret."""
    if "value" in operation and is_secret(key_of(operation), hidden):
        return operation | {"value": HIDDEN}
    return operation


def named(patches: Iterable[Patch], hidden: Set[str]) -> str:
    """Return the operations as a message names them: ``add /os_distro 'ubuntu', remove /x``."""
    words = [_named(shown(patch.to_wire(), hidden)) for patch in patches]
    more = [f"and {len(words) - MOST} more"] if len(words) > MOST else []
    return ", ".join(words[:MOST] + more)


def brief(value: Any) -> str:
    """Return a value as a message shows it, with an end."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _named(operation: dict[str, Any]) -> str:
    words = f"{operation['op']} {operation['path']}"
    if "value" not in operation:
        return words
    value = operation["value"]
    return f"{words} {value if value == HIDDEN else brief(value)}"
