"""The inputs that describe an image as it is, for one that is taken over. Pure."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.client import Image

from ..inputs.rules import settable

_FIELDS = (
    "name", "disk_format", "container_format", "visibility", "min_disk", "min_ram", "license_switch", "protected",
    "os_hidden",
)  # fmt: skip


def described(record: Image) -> dict[str, Any]:
    """Return the inputs that say what differs from an empty record; the service's own properties are left out."""
    inputs = {field: getattr(record, field) for field in _FIELDS}
    inputs["tags"] = sorted(record.tags)
    inputs["properties"] = {key: value for key, value in record.properties.items() if settable(key, value)}
    return {key: value for key, value in inputs.items() if value}
