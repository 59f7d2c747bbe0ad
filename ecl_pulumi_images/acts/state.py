"""What the state says about a resource, put together from what the engine hands over."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from ecl_pulumi_images.lifecycle.plan.replacement import FIXED, HELD
from ecl_pulumi_images.lifecycle.props import FORMATS

from .unknown import known


def recorded(image_id: str, olds: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the recorded image: its outputs, but what is fixed at creation as it was declared.

    An import may convert the data, so the service's format is then a fact and not what was asked for.
    before: the old inputs; None when the SDK does not tell them.
    """
    outputs = known(olds)
    state = outputs | {"id": image_id, HELD: {key: outputs.get(key) for key in FORMATS}}
    if before is not None:
        state |= {key: value for key, value in known(before).items() if key in FIXED}
    if outputs.get("content_hash"):
        state["content_hash"] = outputs["content_hash"]  # that of an ignored file is in the inputs, too
    return state


def obeyed(ignored: Set[str], declared: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs as the program's `ignore_changes` wants them: a file's content is ignored along with its path.

    The engine has put the ignored inputs back to what the state holds, but it does not know what derives from them.
    """
    inputs = dict(declared)
    if "local_file_path" in ignored and inputs.pop("content_hash", None) and state.get("content_hash"):
        inputs["content_hash"] = state["content_hash"]
    return inputs
