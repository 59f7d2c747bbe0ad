"""Image records: pages of a list, create, get, update, delete, and taking data out of use.

API: https://docs.openstack.org/api-ref/image/v2/#images
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from .. import deletion
from ..constants import ImageStatus
from ..errors import BadRequest, Conflict, Forbidden, ImageServiceError, NotFound, UnexpectedAnswer
from ..http.response import decoded, json_object
from ..invalid import WireError
from ..transport import Transport
from ..wire.paths import image_path, segment
from . import posting
from .create import CreateOpts
from .decode import decode_image
from .hints import explained, forbidden, too_old
from .image import Image
from .list_options import ListOpts
from .page import ImagePage, decode_page, next_query
from .patch import Patch, key_of, to_wire
from .trail import Trail

Pairs = list[tuple[str, str]]
IMAGES = "/v2/images"
PATCH_TYPE = "application/openstack-images-v2.1-json-patch"
_GONE = frozenset({ImageStatus.DELETED, ImageStatus.PENDING_DELETE})  # the latter where deletion is delayed
PAGE = 1000  # images a page when nothing is asked for: the most that Glance gives, api_limit_max


def pages(transport: Transport, opts: ListOpts | None = None) -> Iterator[ImagePage]:
    """The pages of a list, as the service cuts them: 25 images each unless `limit` says otherwise."""
    return _pages(transport, (opts or ListOpts()).to_query())


def create(transport: Transport, opts: CreateOpts) -> Image:
    """Make an image record without data; its status is `queued`."""
    try:
        return create_once(transport, opts)
    except ImageServiceError as error:
        if posting.unsent(error) or (posting.refused(error) and not (opts.id and error.status == 409)):
            raise
        if opts.id is None:
            error.hint = "the image may exist all the same: look for it before you create it again"
            raise
        return _made(transport, opts, opts.id, error)


def get(transport: Transport, image_id: str) -> Image:
    """One image. Raises NotFound when there is none, or none that this project may see."""
    path = image_path(image_id)
    image = decoded(transport.call("GET", path), decode_image)
    if image.id.lower() != image_id.lower():  # some databases look it up whatever its case
        raise UnexpectedAnswer(f"image {image.id!r} was answered", method="GET", path=path, status=200)
    return image


def update(transport: Transport, image_id: str, patches: Sequence[Patch]) -> Image:
    """As `ImageClient.update` says."""
    patch = to_wire(patches)
    try:
        answer = transport.call("PATCH", image_path(image_id), json=patch, headers={"Content-Type": PATCH_TYPE})
    except ImageServiceError as error:
        _explain(transport, "PATCH", image_id, patch, error)
        raise
    return decoded(answer, decode_image)


def delete(transport: Transport, image_id: str) -> None:
    """Delete the record and its data. Raises NotFound, Forbidden (protected or not yours), Conflict (in use)."""
    path = image_path(image_id)
    try:
        deletion.delete(transport, path, lambda: get(transport, image_id).status not in _GONE)
    except ImageServiceError as error:
        _explain(transport, "DELETE", image_id, (), error)
        raise


def deactivate(transport: Transport, image_id: str) -> None:
    """Refuse downloads until `reactivate`."""
    transport.call("POST", image_path(image_id, "/actions/deactivate"))


def reactivate(transport: Transport, image_id: str) -> None:
    """Undo `deactivate`. Raises what that does."""
    transport.call("POST", image_path(image_id, "/actions/reactivate"))


def schema(transport: Transport, name: str) -> dict[str, Any]:
    """The service's JSON schema: `image`, `images`, `member`, `members`, `task` or `tasks`. Raises NotFound."""
    return json_object(transport.call("GET", f"/v2/schemas/{segment(name, 'schema')}"))


def _pages(transport: Transport, query: Pairs) -> Iterator[ImagePage]:
    trail, asked = Trail(), query
    landmark, due, number = query, 2, 1
    while True:
        try:
            page = decoded(transport.call("GET", IMAGES, query=asked), decode_page)
        except (BadRequest, NotFound) as error:
            asked = _behind_another(asked, query, trail, error)
            landmark, due, number = asked, 2, 1
            continue
        if not (new := trail.new(page)).is_empty or page.is_empty:
            yield new
        if page.next is None or page.is_empty:
            return
        asked, number = _following(page.next, asked), number + 1
        if asked == landmark:
            words = "the next page has been there before: the list has no end"
            raise UnexpectedAnswer(words, method="GET", path=IMAGES)
        if number == due:  # a circle of any length meets the landmark, as in R. P. Brent's search for cycles
            landmark, due = asked, 2 * due


def _explain(
    transport: Transport, method: str, image_id: str, patch: Sequence[dict[str, Any]], error: ImageServiceError
) -> None:
    """Say the way out of a refusal, as its hint."""
    wish = {key_of(change): change.get("value") for change in patch}
    if error.status == 403:
        may_not = forbidden(wish, error.message)
        error.hint = may_not or error.hint
        with suppress(ImageServiceError):
            image = get(transport, image_id)
            error.hint = explained(image, transport.project_id, deleting=method == "DELETE", otherwise=may_not)
    elif error.status == 409 and method == "DELETE":
        error.hint = "servers or volumes made from the image are in the way"
    elif error.status == 400 and patch:
        error.hint = too_old(wish, error.message) or error.hint


def create_once(transport: Transport, opts: CreateOpts) -> Image:
    """Make an image record by one POST; whatever its answer leaves open is the caller's to find out (posting.py)."""
    try:
        answer = transport.call("POST", IMAGES, json=opts.to_wire())
    except Conflict as error:
        error.hint = "an id that is or ever was in use cannot be given again: choose another" if opts.id else ""
        raise
    except Forbidden as error:
        if error.from_service:
            error.hint = forbidden(opts.to_wire(), error.message) or error.hint
        raise
    except BadRequest as error:
        error.hint = too_old(opts.to_wire(), error.message) or error.hint
        raise
    made = decoded(answer, decode_image)
    if opts.id and not _is_new(made, opts.id):
        words = f"image {made.id!r} was answered, which this call has not made"
        raise UnexpectedAnswer(words, method="POST", path=IMAGES, status=answer.status_code)
    return made


def _made(transport: Transport, opts: CreateOpts, image_id: str, lost: ImageServiceError) -> Image:
    """The image that a POST without a clear answer has made; made by another POST where it has not.

    The id keeps two POSTs from making two, also when the first one arrives last.
    """
    found = _queued(transport, opts, image_id, lost)
    if found is None and posting.passing(lost):
        try:
            return create_once(transport, opts)
        except ImageServiceError as error:
            refused = posting.refused(error)
            if not posting.unsent(error) and (not refused or error.status == 409):
                found = _queued(transport, opts, image_id, lost)
            if found is None:
                raise error if refused else lost from error
    if found is None:
        raise lost
    return found


def _queued(transport: Transport, opts: CreateOpts, image_id: str, lost: ImageServiceError) -> Image | None:
    """Look for the image; None when there is none. Raises `lost` when that cannot be told, or it is another one."""
    try:
        found = get(transport, image_id)
    except ImageServiceError as error:
        if isinstance(error, NotFound) and error.from_service:
            return None
        raise lost from error
    if (found.status, found.size or 0, found.name) != ("queued", 0, opts.name):
        lost.hint = lost.hint or f"image {image_id} is there, but is another one: it is left as it is"
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


def _is_new(made: Image, image_id: str) -> bool:
    """Whether an answer shows the image that a POST has made; a service may give it an id of its own."""
    return made.id.lower() == image_id.lower() or (made.status == "queued" and not made.size)


def _behind_another(asked: Pairs, first: Pairs, trail: Trail, error: ImageServiceError) -> Pairs:
    """The question to ask in place of one whose marker is refused, as somebody has deleted that image.

    Raises the error itself when it is about something else, or UnexpectedAnswer when the list cannot go on.
    """
    if asked == first or "marker" not in dict(asked) or not error.from_service:
        raise error
    marker = trail.back()
    if marker is None:
        words = (
            f"the images that were listed last are all gone, and so is the way to those that follow: {error.message}"
        )
        raise UnexpectedAnswer(words, method="GET", path=IMAGES, hint="list again") from error
    if not marker:
        return first
    return [pair for pair in asked if pair[0] != "marker"] + [("marker", marker)]


def _following(link: str, asked: Pairs) -> Pairs:
    try:
        return next_query(link, asked)
    except WireError as error:
        raise UnexpectedAnswer(str(error), method="GET", path=IMAGES) from None
