"""Why the service refuses a change. Pure.

403 stands for several reasons (SDPF API reference, "Delete image"); 400 can mean that a field is younger than the
service (Image API versions: https://docs.openstack.org/api-ref/image/versions/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import WIRE_NAMES
from .image import Image

_RULES = {  # what the cloud's policy may forbid to set: what the service says of it, what it means, and the ways out
    "public": (
        "publicize",
        "visibility 'public' is for administrators, by the cloud's policy publicize_image: "
        "use 'shared', or 'community', or ask an administrator",
    ),
    "community": (
        "communitize",
        "visibility 'community' is not for these credentials, by the cloud's policy communitize_image: "
        "use 'shared', or 'private', or ask an administrator",
    ),
}
_OWNER = "owner is for administrators to set: leave it out, and the image is of the project of the credentials"


def explained(image: Image, project_id: str | None, *, deleting: bool, otherwise: str = "") -> str:
    """What about the image, and about whose project it is asked for, explains a 403; else `otherwise`."""
    if deleting and image.protected:
        return "the image is protected: set protected to false first"
    if image.owner and project_id and image.owner != project_id:
        return f"the image belongs to project {image.owner}, these credentials are for {project_id}"
    return otherwise or "neither protection nor ownership forbids it: a read-only field, or the cloud's policy"


def forbidden(wish: Mapping[str, Any], said: str) -> str:
    """Which part of a wish that was answered 403 (`said`) is not for these credentials; empty when nothing tells.

    Sources: glance/api/policy.py and the policies publicize_image and communitize_image; glance/api/v2/images.py
    (owner); glance/api/property_protections.py.
    """
    return _named(wish, said) or _suspected(wish)


def _named(wish: Mapping[str, Any], said: str) -> str:
    """What the service's own words are about."""
    for word, meaning in _RULES.values():
        if word in said:
            return meaning
    if "owner" in wish and ("owner" in said or "owned by" in said):
        return _OWNER
    for key in wish:
        if key not in WIRE_NAMES and key in said.replace("'", " ").replace(".", " ").split():
            return _protected(key)
    return ""


def _suspected(wish: Mapping[str, Any]) -> str:
    """What of the wish a policy forbids most often, where the service says nothing."""
    if meaning := _RULES.get(str(wish.get("visibility"))):
        return meaning[1]
    if "owner" in wish:
        return _OWNER
    return _protected(next(iter(wish))) if len(wish) == 1 and not wish.keys() & WIRE_NAMES else ""


def _protected(key: str) -> str:
    return f"property {key!r:.60} is not for these credentials, by the cloud's property protections: leave it out"


def too_old(wish: Mapping[str, Any], said: str) -> str:
    """Which part of a wish that was answered 400 (`said`) the service may be too old for."""
    visibility = wish.get("visibility")
    if visibility in ("community", "shared") and ("visibility" in said or f"'{visibility}'" in said):
        return f"visibility {visibility!r} needs Image API 2.5: use 'private', or leave it out"
    return "os_hidden needs Image API 2.7: leave it out" if "os_hidden" in wish and "os_hidden" in said else ""
