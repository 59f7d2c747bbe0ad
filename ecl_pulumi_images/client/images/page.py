"""One page of a listing, and the way to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from ..invalid import WireError
from ..wire.record import json_object
from .decode import decode
from .image import Image


@dataclass(frozen=True, slots=True)
class ImagePage:
    """What one list request answered."""

    images: tuple[Image, ...]
    next: str | None = None  #: The link to the next page as the service wrote it; None on the last page.

    @property
    def is_empty(self) -> bool:
        """Whether the page holds no image. The page after an exactly full last one is empty."""
        return not self.images

    @property
    def next_page_url(self) -> str | None:
        """The same as `next`, under the Go SDK's name. Services write it in many shapes: see `next_query`."""
        return self.next


def decode_page(body: bytes | str) -> ImagePage:
    """Return the page that a list request answered.

    Odd fields of an image never fail a page (fields.py). Raises WireError when the body is not JSON, has no
    list of images, when an entry is not an object, or when `next` is not text: the rest of the list would be lost
    without a word.
    """
    wire = json_object(body)
    entries, link = wire.get("images"), wire.get("next")
    if not isinstance(entries, list):
        raise WireError("the answer is no list of images: `images` is missing or not a list")
    for index, entry in enumerate(entries):
        if type(entry) is not dict:
            raise WireError(f"the answer is no list of images: entry {index} is not an object")
    if link is not None and not isinstance(link, str):
        raise WireError("the list goes on, but its `next` is not a link")
    return ImagePage(tuple(map(decode, entries)), link or None)


def next_query(link: str, asked: Iterable[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Return the query that asks for the next page, to be sent to the path that was asked for this one.

    link: the page's `next`, of any shape: /v2/images?..., /images?... (Enterprise Cloud leaves the version out),
    ?marker=..., an absolute URL, with whatever path prefix. Only its query counts: host and path of the link may be
    internal ones. asked: the query of this page. Its parameters are sent again as they were, since Glance keeps only
    the last of several equal names, such as `tag`, in the link (glance/api/v2/images.py,
    `ResponseSerializer.index`: dict(params)). The link adds the marker and whatever was not asked.
    Raises WireError when the link has no query: the same page would come again, for ever.
    """
    try:
        told = parse_qsl(urlsplit(link).query, keep_blank_values=True)
    except ValueError as error:  # such as half an IPv6 address
        raise WireError(f"the list goes on, but its `next` is no link: {error}") from None
    if not told:
        raise WireError("the list goes on, but its `next` link has no query")
    kept = [(name, value) for name, value in asked if name != "marker"]
    names = {name for name, _ in kept}
    return kept + [(name, value) for name, value in told if name not in names]
