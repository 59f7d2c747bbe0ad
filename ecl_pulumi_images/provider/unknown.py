"""Values that a preview cannot know yet, because they come from resources that do not exist."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from pulumi.output import Unknown

PROVIDER_KEY = "__provider"  # the pickled provider, which the SDK adds to every bag


def is_unknown(value: Any) -> bool:
    """Return whether `value` is unknown or holds something unknown, at any depth."""
    if isinstance(value, Mapping):
        return any(map(is_unknown, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(is_unknown, value))
    return isinstance(value, Unknown)


def known(props: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of `props`, without the SDK's own key: the known part of a list or map too."""
    bag = {key: value for key, value in props.items() if key != PROVIDER_KEY}
    return {key: _known(value) for key, value in bag.items() if not isinstance(value, Unknown)}


def judged(props: Mapping[str, Any]) -> dict[str, Any]:
    """Return what check() can judge already: what is known, and the keys of properties whose values are not."""
    properties = props.get("properties")
    if not isinstance(properties, Mapping):
        return known(props)
    return known(props) | {"properties": {key: "" if is_unknown(held) else held for key, held in properties.items()}}


def unknown_keys(props: Mapping[str, Any]) -> frozenset[str]:
    """Return the top-level keys whose value is not, or not wholly, known."""
    return frozenset(key for key, value in props.items() if is_unknown(value))


def without(props: Mapping[str, Any], keys: Set[str]) -> dict[str, Any]:
    """Return `props` without `keys`: what a plan can judge already."""
    return {key: value for key, value in props.items() if key not in keys}


def _known(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _known(held) for key, held in value.items() if not isinstance(held, Unknown)}
    if isinstance(value, (list, tuple)):
        return [_known(held) for held in value if not isinstance(held, Unknown)]
    return value
