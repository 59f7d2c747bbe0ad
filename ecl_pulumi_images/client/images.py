"""Image records: pages of a list, create, get, update, delete, and taking data out of use.

API: https://docs.openstack.org/api-ref/image/v2/#images
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import Any

from ecl_pulumi_images.client.answer import decoded, json_object
from ecl_pulumi_images.client.calls import Calls
from ecl_pulumi_images.client.create import CreateOpts
from ecl_pulumi_images.client.decode import decode_image
from ecl_pulumi_images.client.errors import (
    BadRequest,
    Conflict,
    ConnectionFailed,
    ImageServiceError,
    NotFound,
    ServerError,
    UnexpectedAnswer,
)
from ecl_pulumi_images.client.ids import image_path, segment
from ecl_pulumi_images.client.image import Image
from ecl_pulumi_images.client.invalid import WireError
from ecl_pulumi_images.client.listing import ListOpts
from ecl_pulumi_images.client.page import ImagePage, decode_page, next_query
from ecl_pulumi_images.client.patch import Patch, to_wire
from ecl_pulumi_images.client.refusal import explained, too_old

Pairs = list[tuple[str, str]]
IMAGES = "/v2/images"
PATCH_TYPE = "application/openstack-images-v2.1-json-patch"
PAGE = 1000  # images a page when nothing is asked for: the most that Glance gives, api_limit_max


class ImageCalls(Calls):
    """The calls on image records."""

    def pages(self, opts: ListOpts | None = None) -> Iterator[ImagePage]:
        """The pages of a list, as the service cuts them: 25 images each unless `limit` says otherwise.

        Raises BadRequest for filters that the service does not know or take.
        """
        return self._pages((opts or ListOpts()).to_query())

    def create(self, opts: CreateOpts) -> Image:
        """Make an image record without data; its status is `queued`.

        It is made once: when the answer is lost, an image with an id of your own choosing is looked for and taken;
        without one the error says that it may exist. Raises BadRequest, Conflict (the id is in use), Forbidden,
        TooLarge (a quota).
        """
        try:
            return decoded(self._transport.call("POST", IMAGES, json=opts.to_wire()), decode_image)
        except Conflict as error:
            error.hint = "an id that is or ever was in use cannot be given again: choose another" if opts.id else ""
            raise
        except BadRequest as error:
            error.hint = too_old(opts.to_wire(), error.message) or error.hint
            raise
        except (ConnectionFailed, ServerError) as error:
            if not _may_be_done(error):
                raise
            return self._created(opts, error)

    def get(self, image_id: str) -> Image:
        """One image. Raises NotFound when there is none, or none that this project may see.

        Raises UnexpectedAnswer for the answer to another question.
        """
        path = image_path(image_id)
        image = decoded(self._transport.call("GET", path), decode_image)
        if image.id.lower() != image_id.lower():  # some databases look it up whatever its case
            raise UnexpectedAnswer(f"image {image.id!r} was answered", method="GET", path=path, status=200)
        return image

    def update(self, image_id: str, patches: Sequence[Patch]) -> Image:
        """Apply all patches in one request, or none. The answer may be older than what the service then holds:
        its PATCH reads, changes and writes the whole image, so of two at once one can be lost.

        Raises BadRequest, Forbidden (a read-only or protected field), Conflict (a property that is not there).
        """
        return decoded(self._changed("PATCH", image_id, to_wire(patches)), decode_image)

    def delete(self, image_id: str) -> None:
        """Delete the record and its data. Raises NotFound, Forbidden (protected or not yours), Conflict (in use)."""
        self._changed("DELETE", image_id)

    def deactivate(self, image_id: str) -> None:
        """Refuse downloads until `reactivate`.

        Raises NotFound, and Forbidden without the right to, which usually only administrators have, or for an image
        without data (glance/domain/__init__.py).
        """
        self._transport.call("POST", image_path(image_id, "/actions/deactivate"))

    def reactivate(self, image_id: str) -> None:
        """Undo `deactivate`. Raises what that does."""
        self._transport.call("POST", image_path(image_id, "/actions/reactivate"))

    def schema(self, name: str) -> dict[str, Any]:
        """The service's JSON schema: `image`, `images`, `member`, `members`, `task` or `tasks`. Raises NotFound."""
        return json_object(self._transport.call("GET", f"/v2/schemas/{segment(name, 'schema')}"))

    def _pages(self, query: Pairs) -> Iterator[ImagePage]:
        landmark, due = query, 2
        for number in count(2):
            page = decoded(self._transport.call("GET", IMAGES, query=query), decode_page)
            yield page
            if page.next is None or page.is_empty:
                return
            query = _following(page.next, query)
            if query == landmark:
                words = "the next page has been there before: the list has no end"
                raise UnexpectedAnswer(words, method="GET", path=IMAGES)
            if number == due:  # a circle of any length meets the landmark, as in R. P. Brent's search for cycles
                landmark, due = query, 2 * due

    def _changed(self, method: str, image_id: str, patch: Sequence[dict[str, Any]] | None = None) -> Any:
        headers = None if patch is None else {"Content-Type": PATCH_TYPE}
        try:
            return self._transport.call(method, image_path(image_id), json=patch, headers=headers)
        except ImageServiceError as error:
            if error.status == 403:
                with suppress(ImageServiceError):
                    error.hint = explained(self.get(image_id), self.project_id, deleting=method == "DELETE")
            elif error.status == 409 and method == "DELETE":
                error.hint = "servers or volumes made from the image are in the way"
            elif error.status == 400 and patch:
                wish = {str(change["path"]).lstrip("/"): change.get("value") for change in patch}
                error.hint = too_old(wish, error.message) or error.hint
            raise

    def _created(self, opts: CreateOpts, lost: ImageServiceError) -> Image:
        if opts.id is None:
            lost.hint = "the image may exist all the same: look for it before you create it again"
            raise lost
        try:
            found = self.get(opts.id)
        except NotFound:  # it was not made, and the id keeps a second attempt from making two
            return decoded(self._transport.call("POST", IMAGES, json=opts.to_wire()), decode_image)
        if (found.status, found.name) != ("queued", opts.name):
            raise lost
        return found


def each(pages: Iterator[ImagePage]) -> Iterator[Image]:
    """The images of all pages. The next page is asked for before the last image of one is given.

    The service finds the next page by that image, and answers 400 when the caller has deleted it.
    """
    last: tuple[Image, ...] = ()
    for page in pages:
        yield from last
        yield from page.images[:-1]
        last = page.images[-1:]
    yield from last


def _may_be_done(error: ImageServiceError) -> bool:
    return getattr(error, "reached", error.status in {502, 503, 504})


def _following(link: str, asked: Pairs) -> Pairs:
    try:
        return next_query(link, asked)
    except WireError as error:
        raise UnexpectedAnswer(str(error), method="GET", path=IMAGES) from None
