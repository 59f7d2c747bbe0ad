"""The inputs that describe an image as it is, for one that is taken over. Pure."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.client import Image

from ..inputs.arguments import ARGUMENTS
from ..inputs.rules import settable

#: What the owner may declare of a record; `name` first, as a reader expects it. `tags` are sorted below.
_FIELDS = ("name", *(
    name for name, argument in ARGUMENTS.items()
    if (argument.patched or argument.posted) and name not in ("name", "owner", "tags")
))  # fmt: skip


def described(record: Image) -> dict[str, Any]:
    """Return the inputs that say what differs from an empty record; the service's own properties are left out."""
    inputs = {field: getattr(record, field) for field in _FIELDS}
    inputs["tags"] = sorted(record.tags)
    inputs["properties"] = {key: value for key, value in record.properties.items() if settable(key, value)}
    return {key: value for key, value in inputs.items() if value}
