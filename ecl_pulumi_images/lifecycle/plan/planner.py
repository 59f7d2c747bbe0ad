"""Decides, without any I/O, how one state of an image becomes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ecl_pulumi_images.client import Patch, ReplaceImageField, UpdateImageProperty, UpdateOp

from ..failures import Failed
from ..props import Props
from .replacement import OF_DATA, replacements
from .wire import BASE_FIELDS, Wire, patchable, to_wire


@dataclass(frozen=True)
class Plan:
    """What must happen: nothing, a PATCH, the data that is still missing, actions on the data, or a replacement.

    operations: one PATCH body, in the order of the keys.
    actions: "deactivate" or "reactivate", after the PATCH.
    fills: whether the image has no data yet and takes the declared one.
    replaces: input property -> why the image must be created anew.
    """

    operations: tuple[Patch, ...] = ()
    actions: tuple[str, ...] = ()
    fills: bool = False
    replaces: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.operations or self.actions or self.fills or self.replaces)


def plan(recorded: Props, declared: Props) -> Plan:
    """Return how the image in the state (`recorded`, its outputs) becomes the image of the program.

    Raises Failed when only a new image would do but the program keeps a fixed `image_id`, or adopts this very image.
    """
    replaces = replacements(recorded, declared)
    fills = bool(replaces) and _takes_data(replaces, recorded, declared)
    if replaces and not fills:
        _new_image_possible(replaces, recorded, declared)
        return Plan(replaces=replaces)
    fields = patchable(recorded.get("status"))
    patch = operations(to_wire(recorded, fields), to_wire(declared, fields))
    return Plan(patch, actions(recorded, declared), fills)


def _takes_data(replaces: Mapping[str, str], recorded: Props, declared: Props) -> bool:
    """Return whether the image itself can have the data that only a new one could have, if it were not empty.

    Only where the program chose the id: it is never given twice, and a failed upload must not spend it.
    """
    empty = recorded.get("status") == "queued" or (recorded.get("status") == "saving" and not recorded.get("size"))
    return bool(declared.get("image_id")) and empty and replaces.keys() <= OF_DATA


def _new_image_possible(replaces: Mapping[str, str], recorded: Props, declared: Props) -> None:
    """Refuse to delete an image when there would be no new one.

    Glance keeps deleted rows and answers 409 for their ids (measured on Glance 33): deleting first would only
    lose the data. And one that takes the place of an adopted image must not be that image, which is then deleted.
    """
    if declared.get("adopt") and declared["adopt"] == recorded.get("id"):
        raise Failed(
            f"adopt: a change of {', '.join(replaces)} needs a new image, but adopt names this one: "
            f"leave adopt out to have a new image made and this one deleted"
        )
    if declared.get("image_id") and "image_id" not in replaces:
        raise Failed(
            f"image_id: a change of {', '.join(replaces)} needs a new image, but an id is never given twice, "
            f"not even after deletion: choose another image_id than {declared['image_id']}, or leave it out"
        )


def operations(old: Wire, new: Wire) -> tuple[Patch, ...]:
    """Return the patch that turns `old` into `new`, sorted by key; empty when they are equal.

    A base field that `new` does not declare is left alone. A custom property that only `old` has is removed:
    `old` must therefore hold no property but those that the program declared before.
    Glance takes add, replace and remove on first-level paths only (glance/api/v2/images.py,
    `RequestDeserializer._get_change_operation_d10` and `_validate_path`).
    """
    patches = (_operation(key, old, new) for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key))
    return tuple(patch for patch in patches if patch is not None)


def _operation(key: str, old: Wire, new: Wire) -> Patch | None:
    if key in BASE_FIELDS:
        return ReplaceImageField(key, new[key]) if key in new else None
    if key not in new:
        return UpdateImageProperty(UpdateOp.REMOVE, key)
    return UpdateImageProperty(UpdateOp.REPLACE if key in old else UpdateOp.ADD, key, new[key])


def actions(recorded: Props, declared: Props) -> tuple[str, ...]:
    """Return the actions on the data that `deactivated` asks for, given the recorded status."""
    wish, status = declared.get("deactivated"), recorded.get("status")
    if wish is True and status == "active":
        return ("deactivate",)
    if wish is False and status == "deactivated":
        return ("reactivate",)
    return ()
