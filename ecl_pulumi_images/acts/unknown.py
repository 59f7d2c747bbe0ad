"""Values that a preview cannot know yet, because they come from resources that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any


class Unknown:
    """A value that is not known yet, whatever its type will be."""


def is_unknown(value: Any) -> bool:
    """Return whether `value` is unknown or holds something unknown, at any depth."""
    if isinstance(value, Mapping):
        return any(map(is_unknown, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(is_unknown, value))
    return isinstance(value, Unknown)


def known(props: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of `props`: the known part of a list or map too."""
    return {key: _known(value) for key, value in props.items() if not isinstance(value, Unknown)}


def unknown_values(keys: Iterable[str]) -> dict[str, Any]:
    """Return these keys as values that are not known yet."""
    return {key: Unknown() for key in keys}


def judged(props: Mapping[str, Any]) -> dict[str, Any]:
    """Return what check() can judge already: what is known, and the keys of properties whose values are not."""
    properties = props.get("properties")
    if not isinstance(properties, Mapping):
        return known(props)
    return known(props) | {"properties": {key: "" if is_unknown(held) else held for key, held in properties.items()}}


def partly(given: Any, judged: Any) -> Any:
    """Return a map that is not wholly known: what is known as check() made it, the rest as it was given."""
    if not isinstance(given, Mapping) or not isinstance(judged, Mapping):
        return given
    return {key: given[key] if is_unknown(given[key]) else value for key, value in judged.items()}


def unknown_keys(props: Mapping[str, Any]) -> frozenset[str]:
    """Return the top-level keys whose value is not, or not wholly, known."""
    return frozenset(key for key, value in props.items() if is_unknown(value))


def unknown_names(props: Mapping[str, Any]) -> frozenset[str]:
    """Return the inputs that are not, or not wholly, known, and ``properties.key`` for each such custom property."""
    keys, properties = unknown_keys(props), props.get("properties")
    if "properties" not in keys or not isinstance(properties, Mapping):
        return keys
    return (keys - {"properties"}) | {f"properties.{key}" for key in unknown_keys(properties)}


def without(props: Mapping[str, Any], names: Set[str]) -> dict[str, Any]:
    """Return `props` without the inputs and custom properties of these `names`: what a plan can judge already."""
    bag = {key: value for key, value in props.items() if key not in names}
    properties = bag.get("properties")
    if isinstance(properties, Mapping):
        bag["properties"] = {key: held for key, held in properties.items() if f"properties.{key}" not in names}
    return bag


def _known(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _known(held) for key, held in value.items() if not isinstance(held, Unknown)}
    if isinstance(value, (list, tuple)):
        return [_known(held) for held in value if not isinstance(held, Unknown)]
    return value
