"""Look images up: one, one if there is one, or all that match.

connect: gives the client for a region of the cloud; without an argument for the configured one.
Each answers the result and remarks for the user. Raises Failed, ValueError for a query that cannot be asked, and
ImageServiceError as it happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Image

from ..failures import Failed
from .absence import Connect, absent
from .query import Query, matches
from .selection import Choice, choose

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

Remarks = tuple[str, ...]


def one(connect: Connect, filters: Mapping[str, Any]) -> tuple[Image, Remarks]:
    """Return the one image that is meant; active unless a status or an id is asked for."""
    query, images = _usable_only(Query.of(**filters)), connect()
    choice = _choice(images, query)
    if choice is None:
        raise Failed(absent(images, query, connect))
    return choice.image, choice.remarks


def one_or_none(connect: Connect, filters: Mapping[str, Any]) -> tuple[Image | None, Remarks]:
    """Return the one image that is meant, or None when none matches."""
    choice = _choice(connect(), _usable_only(Query.of(**filters)))
    return (None, ()) if choice is None else (choice.image, choice.remarks)


def every(connect: Connect, filters: Mapping[str, Any]) -> tuple[list[Image], Remarks]:
    """Return all images that match, of any status unless one is asked for."""
    query = Query.of(**filters)
    if query.most_recent:
        raise Failed("most_recent belongs to get_image; get_images returns all: sort='created_at:desc' orders them")
    return matches(connect(), query), ()


def _usable_only(query: Query) -> Query:
    return query if query.id or "status" in query.filters else query.with_filters(status="active")


def _choice(images: ImageClient, query: Query) -> Choice | None:
    return choose(matches(images, query), query, images.project_id)
