"""Which properties a plan changes, as the engine shows them (`detailedDiff`). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from ecl_pulumi_images.acts.unknown import is_unknown

_SETS = frozenset(("stores", "tags"))  # their order says nothing
_ABSENT = object()


class Change(NamedTuple):
    """path: as the engine parses it. kind: ADD, DELETE or UPDATE. of_inputs: whether the inputs show it."""

    path: str
    kind: str
    of_inputs: bool


def difference(
    before: Mapping[str, Any], held: Mapping[str, Any], now: Mapping[str, Any], idle: Set[str] = frozenset()
) -> list[Change]:
    """Return what differs between the inputs in the state and the declared ones; where they agree, from the outputs.

    held: the outputs in the state. idle: inputs whose change asks for nothing.
    """
    found: list[Change] = []
    for key in sorted((before.keys() | now.keys()) - idle):
        old, new = before.get(key, _ABSENT), now.get(key, _ABSENT)
        if not _same(key, old, new):
            found += _within(key, old, new, of_inputs=True)
        elif new is not _ABSENT and key in held and not _same(key, held[key], new):
            found += _within(key, held[key], new, of_inputs=False)
    return found


def _same(key: str, old: Any, new: Any) -> bool:
    if is_unknown(old) or is_unknown(new):
        return False
    if key in _SETS and isinstance(old, list) and isinstance(new, list):
        return set(old) == set(new)
    return bool(old == new)


def _within(path: str, old: Any, new: Any, *, of_inputs: bool) -> Iterator[Change]:
    """Give the changes inside of a map, and of everything else that it changed."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            one, other = old.get(key, _ABSENT), new.get(key, _ABSENT)
            if not _same(key, one, other):
                yield from _within(_joined(path, key), one, other, of_inputs=of_inputs)
    else:
        yield Change(path, "ADD" if old is _ABSENT else "DELETE" if new is _ABSENT else "UPDATE", of_inputs)


def _joined(path: str, key: str) -> str:
    """Return a property's path as the engine parses it (sdk/go/common/resource/property_path.go)."""
    if key.replace("_", "a").replace("-", "a").isalnum():
        return f"{path}.{key}"
    return '{}["{}"]'.format(path, key.replace("\\", "\\\\").replace('"', '\\"'))
