"""Ids as parts of a path. What is no id is refused before any call, so that none can lead to another resource."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..invalid import InvalidRequest

# Glance's own pattern for an image's id: glance/api/v2/images.py, get_base_properties.
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def image_path(image_id: str, below: str = "") -> str:
    """The path of an image, or of something below it. Raises InvalidRequest when the id is no UUID."""
    if not isinstance(image_id, str) or not _UUID.fullmatch(image_id):
        raise InvalidRequest(f"{image_id!r} is no image id, which is a UUID; find(name) looks images up by name")
    return f"/v2/images/{image_id}{below}"


def segment(value: str, what: str) -> str:
    """One quoted part of a path. Raises InvalidRequest for what a server or proxy would take for another path."""
    if not isinstance(value, str) or value.strip() in {"", ".", ".."} or "/" in value:
        raise InvalidRequest(f"{value!r} is no {what}")
    return quote(value, safe="")
