"""What the state says about a resource, put together from what the engine hands over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecl_pulumi_images.lifecycle.replacement import FIXED, HELD
from ecl_pulumi_images.lifecycle.wire import FORMATS

from .unknown import PROVIDER_KEY, known


def recorded(image_id: str, olds: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the recorded image: its outputs, but what is fixed at creation as it was declared.

    An import may convert the data, so the service's format is then a fact and not what was asked for.
    before: the old inputs; None when the SDK does not tell them.
    """
    outputs = known(olds)
    state = outputs | {"id": image_id, HELD: {key: outputs.get(key) for key in FORMATS}}
    if before is not None:
        state |= {key: value for key, value in known(before).items() if key in FIXED}
    return state


def moved(olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    """Return whether the pickled provider differs: an update then rewrites it in the state."""
    return bool(olds.get(PROVIDER_KEY) != news.get(PROVIDER_KEY))
