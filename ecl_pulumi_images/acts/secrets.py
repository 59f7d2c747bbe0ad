"""Keeps what the program marked secret out of messages, and encrypted in the state.

The engine hands secrets over in plain text; the input `secret_inputs` lists which inputs are one, and which custom
properties, as ``properties.key``. The engine encrypts outputs whose name a secret input has, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from ecl_pulumi_images.lifecycle.plan.shown import HIDDEN, PROPERTY, is_secret

SECRETS = "secret_inputs"
ALWAYS = frozenset(("image_source_password",))  # secret however it was given
SHORTEST = 3  # characters; like the CLI, do not blot out every "1"
COMMON = frozenset(("true", "false"))


def secret_names(*bags: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the inputs that hold a secret in any of the bags: what was one stays one."""
    return ALWAYS | {name for bag in bags for name in bag.get(SECRETS) or ()}


def hold_secrets(names: Set[str]) -> Set[str]:
    """Return the inputs that are secrets, or hold one."""
    return {"properties" if name.startswith(PROPERTY) else name for name in names}


def _held(bag: Mapping[str, Any], name: str) -> Any:
    properties = bag.get("properties")
    if not name.startswith(PROPERTY):
        return bag.get(name)
    return properties.get(name.removeprefix(PROPERTY)) if isinstance(properties, Mapping) else properties


def discreet(message: str, bags: Iterable[Mapping[str, Any]]) -> str:
    """Return the message without the texts that secret inputs hold."""
    known = list(bags)
    names = secret_names(*known)
    texts = {text for bag in known for name in names for text in _texts(_held(bag, name)) if len(text) >= SHORTEST}
    texts -= COMMON
    for text in sorted(texts, key=len, reverse=True):
        message = message.replace(text, HIDDEN)
    return message


def exposed(outs: Mapping[str, Any], now: Mapping[str, Any], before: Mapping[str, Any]) -> Set[str]:
    """Return the outputs that hold a secret and that the engine would not encrypt.

    now, before: the inputs that the engine goes by, and those in the state. A property that was a secret may be
    declared no more, and still be on the image; then it stands among the server's.
    """
    names = hold_secrets(secret_names(before)) - hold_secrets(secret_names(now))
    found = {name for name in names if name in outs}
    held = outs.get("server_properties") or {}
    if any(held.get(key) == value for key, value in _secret_properties(now, before)):
        found.add("server_properties")
    return found


def _secret_properties(*bags: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    names = secret_names(*bags)
    for bag in bags:
        for key, value in (bag.get("properties") or {}).items():
            if is_secret(key, names):
                yield key, value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, (list, tuple)):
        for held in value:
            yield from _texts(held)
