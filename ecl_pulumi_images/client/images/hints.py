"""Why the service refuses a change. Pure.

403 stands for several reasons (SDPF API reference, "Delete image"); 400 can mean that a field is younger than the
service (Image API versions: https://docs.openstack.org/api-ref/image/versions/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .image import Image


def explained(image: Image, project_id: str | None, *, deleting: bool) -> str:
    """What about the image, and about whose project it is asked for, explains a 403."""
    if deleting and image.protected:
        return "the image is protected: set protected to false first"
    if image.owner and project_id and image.owner != project_id:
        return f"the image belongs to project {image.owner}, these credentials are for {project_id}"
    return "neither protection nor ownership forbids it: a read-only field, or the cloud's policy"


def too_old(wish: Mapping[str, Any], said: str) -> str:
    """Which part of a wish that was answered 400 (`said`) the service may be too old for."""
    visibility = wish.get("visibility")
    if visibility in ("community", "shared") and ("visibility" in said or f"'{visibility}'" in said):
        return f"visibility {visibility!r} needs Image API 2.5: use 'private', or leave it out"
    return "os_hidden needs Image API 2.7: leave it out" if "os_hidden" in wish and "os_hidden" in said else ""
