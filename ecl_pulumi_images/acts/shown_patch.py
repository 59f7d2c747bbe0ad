"""The operations of a patch as a preview prints them (`ecl:showPatch`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set

from ecl_pulumi_images.client import Patch
from ecl_pulumi_images.lifecycle.plan.shown import shown


def shown_operations(patches: Iterable[Patch], hidden: Set[str], unknown: Set[str] = frozenset()) -> str:
    """Return the very operations as JSON; secret values stay secret.

    hidden: the inputs and custom properties (``properties.key``) that are secrets. unknown: those that a preview
    cannot know yet; they are named behind the operations.
    """
    said = json.dumps([shown(patch.to_wire(), hidden) for patch in patches], ensure_ascii=False)
    return said + "".join(f" {name}=<computed>" for name in sorted(unknown))
