"""The ids of the images that this process, which serves one deployment, has met in the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.lifecycle.image.identity import Ring

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

_met: set[str] = set()


def met(image_id: str) -> None:
    """Note an image of the state: a creation in its place must not take it for a left-over."""
    _met.add(image_id)


def ring(images: ImageClient, urn: str | None) -> Ring | None:
    """Return the ids for a resource's images; None outside of a call, as nothing else has a name."""
    return Ring(images.endpoint, images.project_id, urn, _met) if urn else None
