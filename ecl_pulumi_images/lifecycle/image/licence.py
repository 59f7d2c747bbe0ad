"""Which licences `license_switch` takes, asked only when one was refused: there is no list of our own to grow old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.client import ImageServiceError

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


def licence_hint(images: ImageClient, wish: str) -> str:
    """Return the way out when the service may have refused this licence; empty when that is not the reason.

    Source: NTT Enterprise Cloud's API reference, `GET /v2/extension/license_switch/types`.
    """
    try:
        known = images.license_switch_types()
    except ImageServiceError:
        return "license_switch is NTT Enterprise Cloud's, and this service names no licences: leave it out"
    return "" if wish in known else f"license_switch {wish!r} is none of the service's: {', '.join(known)}"
