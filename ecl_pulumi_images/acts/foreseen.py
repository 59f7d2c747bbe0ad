"""What a preview can tell of an image's outputs. Pure.

A dynamic provider tells nothing: there every update makes all outputs unknown, and plans an update of whatever takes
one. What is told here must be what the act then returns; whatever may come out otherwise is `Unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecl_pulumi_images.lifecycle.inputs.source_rules import method
from ecl_pulumi_images.lifecycle.plan.outputs import KEPT, OUTPUT_ONLY, RECORDED, carried
from ecl_pulumi_images.lifecycle.plan.planner import Plan
from ecl_pulumi_images.lifecycle.plan.wire import PATCHABLE
from ecl_pulumi_images.lifecycle.props import FORMATS

from .unknown import Unknown, is_unknown, unknown_values

#: What an image has since its data is there.
_OF_DATA = ("checksum", "os_hash_algo", "os_hash_value", "size", "status", "virtual_size", *FORMATS)
_AS_DECLARED = frozenset((*PATCHABLE, *KEPT, "license_switch"))


def created(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs of an image that is to be made."""
    told = _AS_DECLARED if _converted(declared) else {*_AS_DECLARED, *FORMATS}
    facts = unknown_values((*OUTPUT_ONLY, *RECORDED))
    facts |= {key: declared[key] for key in told & declared.keys()}
    return facts | {"properties": declared.get("properties") or {}}


def updated(recorded: Mapping[str, Any], declared: Mapping[str, Any], planned: Plan, spreads: bool) -> dict[str, Any]:
    """Return the outputs of an image that is to be updated: most facts stay. recorded: the outputs in the state.

    planned: for what is known of the inputs. spreads: whether the service copies the data to other stores.
    """
    facts = carried(recorded, declared)
    if not planned and not spreads and not is_unknown(declared):
        return facts
    moving = {"updated_at", *(("status",) if planned.actions else ()), *(_OF_DATA if planned.fills else ())}
    ours = declared.get("properties") or {}
    before = recorded.get("properties") or {}
    held = recorded.get("server_properties") or {}
    facts |= unknown_values(moving) | {key: declared[key] for key in PATCHABLE if key in declared}
    facts["properties"] = ours
    facts["server_properties"] = {key: value for key, value in held.items() if key not in ours.keys() | before.keys()}
    if spreads:
        facts["server_properties"] |= {"stores": Unknown()}
    return facts


def _converted(declared: Mapping[str, Any]) -> bool:
    """Return whether the service may convert the data, or whether that is not known yet."""
    return method(declared) != "upload"
