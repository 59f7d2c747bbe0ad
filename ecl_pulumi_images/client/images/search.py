"""List images, find them by exactly their name, and say why one that exists is not in the list.

Glance reads `word:` at the beginning of a name as an operator (glance/common/utils.py, split_filter_op): `in:alpha`
finds the image `alpha`, `12:30` is a 400. `eq:` in front says it exactly, but old servers do not know it; so it is
sent only where there is a colon, and there is another way when it is refused.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from ..errors import BadRequest
from ..invalid import encodable
from ..transport import Transport
from .filters import exact
from .image import Image
from .list_options import ListOpts
from .records import PAGE, Pairs, _pages, each

#: Filters that each ask for images that a plain list leaves out, be they one's own. Old servers answer 400 to
#: `visibility=all` and to `os_hidden`.
WIDER: tuple[dict[str, Any], ...] = (
    {"visibility": "all", "member_status": "all"},
    {"visibility": "community"},
    {"visibility": "shared", "member_status": "all"},
    {"os_hidden": True, "visibility": "all", "member_status": "all"},
    {"os_hidden": True},
)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An image that a plain list leaves out, and what has to be said to find it."""

    image: Image
    reason: str


def every(transport: Transport, opts: ListOpts | None = None, **filters: Any) -> Iterator[Image]:
    """All images that pass the filters, page by page while they are taken; nothing is asked before the first."""
    asked = replace(opts or ListOpts(), **filters)
    name, rest = asked.name, replace(asked, name=None, limit=asked.limit or PAGE).to_query()
    if isinstance(name, str) and not name.startswith("in:"):
        return _exactly(transport, name.removeprefix("eq:"), rest)
    found = each(_pages(transport, [*ListOpts(name=name).to_query(), *rest]))
    return found if name is None or isinstance(name, str) else (image for image in found if image.name in name)


def find(transport: Transport, name: str, **filters: Any) -> builtins.list[Image]:
    """All images of exactly this name, whatever it holds, and none of another. Names need not be unique."""
    name = encodable("name", name)
    return [*_exactly(transport, name, ListOpts(**{"limit": PAGE, **filters}).to_query())]


def find_unlisted(transport: Transport, name: str) -> builtins.list[Unlisted]:
    """Images of this name that `find` does not show because they are community, pending or hidden ones."""
    listed = {image.id for image in find(transport, name)}
    found: dict[str, Image] = {}
    for wider in WIDER:
        try:
            some = [*_named(transport, name, ListOpts(name=exact(name), limit=PAGE, **wider).to_query())]
        except BadRequest:
            continue
        found |= {image.id: image for image in some if image.id not in listed}
    own = transport.project_id
    return [Unlisted(image, _reason(image, own)) for image in found.values()]


def _exactly(transport: Transport, name: str, rest: Pairs) -> Iterator[Image]:
    """The images of this name that pass the filters in `rest`, on servers that know `eq:` and on others."""
    found = False
    try:
        for image in _named(transport, name, [("name", exact(name)), *rest]):
            found = True
            yield image
    except BadRequest:
        if found or ":" not in name:
            raise
        yield from _named(transport, name, rest)  # no `eq:` here, and so no way to say such a name: look at all of them
        return
    if not found and ":" in name:  # servers that read no operators at all have taken `eq:` for a part of the name
        with suppress(BadRequest):
            yield from _named(transport, name, [("name", name), *rest])


def _named(transport: Transport, name: str, query: Pairs) -> Iterator[Image]:
    """Databases may compare without case, or read the name as an operator: equality is checked here again."""
    return (image for image in each(_pages(transport, query)) if image.name == name)


def _reason(image: Image, own: str | None) -> str:
    if image.os_hidden:
        return "it is hidden: ask with os_hidden=True"
    if image.visibility == "community":
        return "it is a community image: ask with visibility='community'"
    if image.visibility == "shared" and image.owner != own:
        return "it is shared with this project, which has not accepted it: ask with member_status='all'"
    return "a plain list leaves it out: use its id"
