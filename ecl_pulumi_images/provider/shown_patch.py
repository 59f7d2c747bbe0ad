"""The operations of a patch as a preview prints them (`ecl:showPatch`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set

from ecl_pulumi_images.client import Patch
from ecl_pulumi_images.lifecycle.plan.wire import BASE_FIELDS

from .secrets import HIDDEN


def shown_operations(patches: Iterable[Patch], hidden: Set[str], unknown: Set[str] = frozenset()) -> str:
    """Return the very operations as JSON; values of the inputs `hidden`, which hold secrets, stay secret.

    unknown: inputs that a preview cannot know yet; they are named behind the operations.
    """
    shown = json.dumps([_shown(patch.to_wire(), hidden) for patch in patches], ensure_ascii=False)
    return shown + "".join(f" {name}=<computed>" for name in sorted(unknown))


def _shown(operation: dict[str, object], hidden: Set[str]) -> dict[str, object]:
    field = str(operation["path"])[1:]
    source = field if field in BASE_FIELDS else "properties"
    return operation | {"value": HIDDEN} if source in hidden and "value" in operation else operation
