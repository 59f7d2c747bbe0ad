"""What a lookup tells of an image: plain values that Pulumi can keep, export and pass on."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.client import Image

from ..inputs.rules import settable
from ..plan.outputs import RECORDED, plain

#: Every field by its name.
FIELDS = ("id", *RECORDED, "metadata", "properties", "server_properties")


def fields_of(image: Image) -> dict[str, Any]:
    """Return what the service's record says; `properties` are those that another image could be declared with."""
    facts = {name: plain(getattr(image, name)) for name in ("id", *RECORDED)}
    ours = {key: value for key, value in image.properties.items() if settable(key, value)}
    rest = {key: value for key, value in image.properties.items() if key not in ours}
    return {**facts, "metadata": dict(image.metadata), "properties": ours, "server_properties": rest}
