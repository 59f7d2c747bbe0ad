"""Take one of the images that match, or say why it cannot be told which. Pure.

Anybody may share or publish an image under a well-known name, and a server's snapshot may carry its image's name.
So neither wins over an image of one's own without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from ecl_pulumi_images.client import Image

from ..failures import Failed
from ..timestamps import written
from .query import Query

SHOWN = 10  # candidates that an error lists
_NEVER = datetime.min.replace(tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen image, and what has to be said about it: one line each."""

    image: Image
    remarks: tuple[str, ...] = ()


def choose(found: Sequence[Image], query: Query, project: str | None) -> Choice | None:
    """Return the one image that is meant, or None. Raises Failed, listing them, when several are.

    project: whose credentials ask. Snapshots count only when `properties` asks for an image_type or an id is
    given. Images that other projects share or publish to the community count only when none of one's own does,
    unless `owner` is given.
    """
    if query.id is not None:
        return Choice(found[0]) if found else None
    left = preferred(eligible(found, query), query, project)
    if not left:
        return None
    if len(left) > 1 and not query.most_recent:
        raise Failed(several(left, query))
    newest = max(left, key=lambda image: (image.created_at or _NEVER, image.id))
    return Choice(newest, tuple(_remarks(newest, left, query, project)))


def eligible(found: Sequence[Image], query: Query) -> list[Image]:
    """Return the candidates without snapshots that nobody asked for."""
    return [image for image in found if "image_type" in query.properties or not is_snapshot(image)]


def preferred(found: Sequence[Image], query: Query, project: str | None) -> list[Image]:
    """Return the candidates without strangers' images, where others are left."""
    if "owner" in query.filters:
        return list(found)
    trusted = [image for image in found if not is_strangers(image, project)]
    return trusted or list(found)


def is_snapshot(image: Image) -> bool:
    """Return whether Nova made this image from a server (nova/compute/api.py, `_create_image`)."""
    return bool(image.properties.get("image_type") == "snapshot")


def is_strangers(image: Image, project: str | None) -> bool:
    """Return whether another project shares or publishes this image; only administrators make public ones."""
    return bool(project and image.owner not in (None, project) and image.visibility in ("shared", "community"))


def several(found: Sequence[Image], query: Query) -> str:
    """Return one line that lists the candidates, newest first, and the ways out."""
    newest = sorted(found, key=lambda image: (image.created_at or _NEVER, image.id), reverse=True)
    listed = "; ".join(map(described, newest[:SHOWN])) + ("; ..." if len(found) > SHOWN else "")
    return f"{len(found)} images match {query}: {listed}. Narrow the filters, give an id, or set most_recent=True"


def described(image: Image) -> str:
    """Return an image's id, creation time, owner and visibility."""
    return f"{image.id} (created {written(image.created_at)}, owner {image.owner}, {image.visibility})"


def _remarks(chosen: Image, found: Sequence[Image], query: Query, project: str | None) -> list[str]:
    remarks = []
    twins = [image.id for image in found if image.created_at == chosen.created_at and image.id != chosen.id]
    if twins:
        others = ", ".join(sorted(twins)[:SHOWN])
        remarks.append(f"several images match {query} and are of the same second: took {chosen.id}, not {others}")
    if "owner" not in query.filters and is_strangers(chosen, project):
        remarks.append(
            f"image {chosen.id} for {query} is a {chosen.visibility} image of project {chosen.owner}: "
            f"set owner={chosen.owner!r} to say that it is meant"
        )
    return remarks
