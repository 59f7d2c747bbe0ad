"""The operations of a patch as a preview prints them (`ecl:showPatch`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set

from ecl_pulumi_images.client import Patch
from ecl_pulumi_images.lifecycle.wire import BASE_FIELDS, Props

HIDDEN = "[secret]"  # as the engine shows one


def shown_operations(patches: Iterable[Patch], declared: Props, unknown: Set[str] = frozenset()) -> str:
    """Return the very operations as JSON; values of inputs that the program marked secret stay secret.

    unknown: inputs that a preview cannot know yet; they are named behind the operations.

    The engine hands secrets over in plain text, so the program itself lists which inputs hold one.
    """
    hidden = frozenset(declared.get("secret_inputs") or ())
    shown = json.dumps([_shown(patch.to_wire(), hidden) for patch in patches], ensure_ascii=False)
    return shown + "".join(f" {name}=<computed>" for name in sorted(unknown))


def _shown(operation: dict[str, object], hidden: frozenset[str]) -> dict[str, object]:
    field = str(operation["path"])[1:]
    source = field if field in BASE_FIELDS else "properties"
    return operation | {"value": HIDDEN} if source in hidden and "value" in operation else operation
