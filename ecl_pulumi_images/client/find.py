"""Find images by exactly their name, and say why one that exists is not in the list.

Glance reads `word:` at the beginning of a name as an operator (glance/common/utils.py, split_filter_op): `in:alpha`
finds the image `alpha`, `12:30` is a 400. `eq:` in front says it exactly, but old servers do not know it; so it is
sent only where there is a colon, and there is another way when it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecl_pulumi_images.client.errors import BadRequest
from ecl_pulumi_images.client.filter_value import exact
from ecl_pulumi_images.client.image import Image
from ecl_pulumi_images.client.images import PAGE, ImageCalls, Pairs
from ecl_pulumi_images.client.invalid import encodable
from ecl_pulumi_images.client.listing import ListOpts

# Each asks for images that a plain list leaves out; old servers answer 400 to `visibility=all` and `os_hidden`.
_WIDER: tuple[Pairs, ...] = (
    [("visibility", "all"), ("member_status", "all")],
    [("visibility", "community")],
    [("visibility", "shared"), ("member_status", "all")],
    [("os_hidden", "true"), ("visibility", "all"), ("member_status", "all")],
    [("os_hidden", "true")],
)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An image that a plain list leaves out, and what has to be said to find it."""

    image: Image
    reason: str


class FindCalls(ImageCalls):
    """The calls that look images up."""

    def find(self, name: str, **filters: Any) -> list[Image]:
        """All images of exactly this name, whatever it holds, and none of another. Names need not be unique.

        filters: fields of ListOpts that narrow the search.
        """
        name = encodable("name", name)
        rest = ListOpts(**{"limit": PAGE, **filters}).to_query()
        if ":" not in name:
            return self._named(name, [("name", name), *rest])
        try:
            found = self._named(name, [("name", exact(name)), *rest])
        except BadRequest:  # this server knows no `eq:`, and so no way to say such a name: look at all of them
            return self._named(name, rest)
        return found or self._as_it_is(name, rest)

    def find_unlisted(self, name: str) -> list[Unlisted]:
        """Images of this name that `find` does not show because they are community, pending or hidden ones."""
        listed = {image.id for image in self.find(name)}
        found: dict[str, Image] = {}
        for wider in _WIDER:
            try:
                some = self._named(name, [("name", exact(name)), ("limit", str(PAGE)), *wider])
            except BadRequest:
                continue
            found |= {image.id: image for image in some if image.id not in listed}
        own = self.project_id
        return [Unlisted(image, _reason(image, own)) for image in found.values()]

    def _as_it_is(self, name: str, rest: Pairs) -> list[Image]:
        """Servers that read no operators at all have taken `eq:` for a part of the name."""
        try:
            return self._named(name, [("name", name), *rest])
        except BadRequest:
            return []

    def _named(self, name: str, query: Pairs) -> list[Image]:
        """Databases may compare without case, or read the name as an operator: equality is checked here again."""
        return [image for page in self._pages(query) for image in page.images if image.name == name]


def _reason(image: Image, own: str | None) -> str:
    if image.os_hidden:
        return "it is hidden: ask with os_hidden=True"
    if image.visibility == "community":
        return "it is a community image: ask with visibility='community'"
    if image.visibility == "shared" and image.owner != own:
        return "it is shared with this project, which has not accepted it: ask with member_status='all'"
    return "a plain list leaves it out: use its id"
