"""The SDK's property bags as the acts know them, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pulumi.output import UNKNOWN
from pulumi.output import Unknown as SdkUnknown

from ecl_pulumi_images.acts.unknown import Unknown

PROVIDER_KEY = "__provider"  # the pickled provider, which the SDK adds to every bag


def opened(bag: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the SDK hands over, without its own key."""
    held = {key: value for key, value in bag.items() if key != PROVIDER_KEY}
    return _each(held, lambda value: Unknown() if isinstance(value, SdkUnknown) else value)


def closed(bag: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the SDK takes."""
    return _each(bag, lambda value: UNKNOWN if isinstance(value, Unknown) else value)


def _each(bag: Mapping[str, Any], changed: Callable[[Any], Any]) -> dict[str, Any]:
    return {key: _deep(value, changed) for key, value in bag.items()}


def _deep(value: Any, changed: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return _each(value, changed)
    if isinstance(value, (list, tuple)):
        return [_deep(held, changed) for held in value]
    return changed(value)
