"""Say why no image matches, where that can be found out. Asked only when a lookup has failed already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Image, ImageServiceError
from ecl_pulumi_images.client.names.hints import REGION, spelt

from .query import Query, matches
from .selection import is_snapshot

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

Connect = Callable[..., "ImageClient"]  # takes a region; without one, the configured one
SHOWN = 3  # reasons that are told


def absent(images: ImageClient, query: Query, connect: Connect) -> str:
    """Return one line: what was asked, where, and what there is instead.

    connect: gives the client for another region of the same cloud.
    """
    here = [] if query.id else _outvoted(images, query) or _unlisted(images, query)
    reasons = here or _in_other_regions(images, query, connect)
    told = "; ".join(reasons[:SHOWN])
    where = f"project {images.project_id}, region {images.region}, {images.endpoint}"
    return f"no image matches {query} ({where})" + (f": {told}" if told else _advice(query))


def _in_other_regions(images: ImageClient, query: Query, connect: Connect) -> list[str]:
    """Images that match, but in another region; one that cannot be asked says nothing."""
    reasons = []
    for region in images.regions:
        if region != images.region:
            with suppress(ImageServiceError):
                found = matches(connect(region), query)
                reasons += [f"{image.id} is in region {region}: {spelt(REGION)}" for image in found]
    return reasons


def _advice(query: Query) -> str:
    if query.id:
        return ": there is none, or this project may not see it"
    return ": check the name, the region and the project"


def _outvoted(images: ImageClient, query: Query) -> list[str]:
    """Images in the plain list that one of the conditions leaves out."""
    reasons = []
    for image in matches(images, query.with_filters(status=None)):
        if is_snapshot(image) and "image_type" not in query.properties:
            reasons.append(f"{image.id} is a snapshot of a server: ask with properties={{'image_type': 'snapshot'}}")
        elif image.status != "active":
            reasons.append(f"{image.id} is {image.status}: ask with status={image.status!r}")
    name = query.filters.get("name")
    if reasons or not isinstance(name, str):
        return reasons
    others = sorted(query.filters.keys() - {"name", "status"}) + ["name_regex"] * (query.regex is not None)
    return [_narrowed(image, others) for image in images.find(name) if others]


def _narrowed(image: Image, filters: list[str]) -> str:
    return f"{image.id} has this name and does not pass {', '.join(filters)}"


def _unlisted(images: ImageClient, query: Query) -> list[str]:
    """Images of this name that a plain list leaves out: community, pending, hidden."""
    name = query.filters.get("name")
    if not isinstance(name, str):
        return []
    return [f"{one.image.id} exists, but {one.reason}" for one in images.find_unlisted(name)]
