"""Create an image: the record, its data, the wait, the proof. All or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import (
    BadRequest,
    Cancelled,
    CreateOpts,
    Forbidden,
    Image,
    ImageServiceError,
    WaitTimeout,
)

from ..conditions import Conditions
from ..data.refusal import found_formats
from ..data.source import Data, is_sent, opened
from ..failures import Failed, NotImported, Partial, Unsettled
from ..inputs.arguments import ARGUMENTS
from ..inputs.source_rules import method
from ..plan.planner import operations
from ..plan.shown import secrets_of
from ..plan.wire import custom, patchable, to_wire
from ..props import Props
from .claim import Claim, claimed
from .identity import Ring
from .licence import licence_hint
from .service_import import offered
from .update import at_rest, converge, heed
from .upload import fill

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

#: Sent once, at creation; an `id` goes along always, so that a POST whose answer is lost can be looked up.
AT_CREATION = tuple(name for name, argument in ARGUMENTS.items() if argument.posted)


def create(images: ImageClient, declared: Props, conditions: Conditions, ring: Ring | None = None) -> Image:
    """Create the image that `declared` (checked inputs) describes and return the record that proves it.

    Three requests for an image with a file: POST, PUT, GET. The source is opened and looked at, and the service asked
    what it can import, before the POST; whatever fails before the data is there removes the record, or keeps one with
    the program's `image_id` (claim.py).
    ring: the ids that a later run finds again what this one leaves under, should it be cut off.
    Raises ImageServiceError or Failed as it happens, BadSource among them when the file has become unfit, and Partial
    when a half-made image stays.
    """
    with conditions.in_time("the image was not made"):
        if method(declared) == "auto":
            return _imported_or_uploaded(images, declared, conditions, ring)
        if method(declared) != "upload":
            offered(images, method(declared), declared.get("stores"))
        return _created(images, declared, conditions, ring)


def _imported_or_uploaded(images: ImageClient, declared: Props, conditions: Conditions, ring: Ring | None) -> Image:
    """Make the image by an import; by an upload of a new record where that is not offered, or offered but broken."""
    with suppress(NotImported):
        offered(images, "glance-direct", declared.get("stores"))
        try:
            return _created(images, declared, conditions, ring)
        except NotImported as error:
            conditions.warn(f"method: the data is uploaded, as it could not be imported: {error}")
    return _created(images, {**declared, "method": "upload"}, conditions, ring)


def _created(images: ImageClient, declared: Props, conditions: Conditions, ring: Ring | None) -> Image:
    with _ready(declared, conditions) as (whole, data, sent):
        opts = create_opts(whole, ring.next() if ring else None)
        claim, filled = _claimed(images, opts, whole, ring, conditions), None
        try:
            with conditions.in_time("the image was not made"):
                _as_sent(images, claim.record, whole)
                filled = fill(images, claim.record, whole, data, conditions, sent)
                made = _settled(images, filled, declared, conditions)
            if conditions.cancelled():
                raise Cancelled("stopped: nobody waits for the image any more")
            return made
        except BaseException as error:
            claim.let_go(images, error, filled)
            raise


def _as_sent(images: ImageClient, record: Image, declared: Props) -> None:
    """Raise Failed, before any data goes, where the answer to the POST shows other values than the declared ones."""
    sent = operations({}, to_wire(declared, patchable(record.status)))
    heed(images, record, sent, secrets_of(declared))


def _settled(images: ImageClient, filled: Image, declared: Props, conditions: Conditions) -> Image:
    """Bring the record in line once its data is there and proved: what fails now is no reason to remove the data.

    Raises Partial, so that the state has the image.
    """
    try:
        return converge(images, filled, declared, conditions)
    except (Cancelled, WaitTimeout):
        raise
    except (Failed, ImageServiceError) as error:
        kept = f"image {filled.id} has its data, is kept and recorded"
        raise Partial(f"{error}; {kept}: the next `pulumi up` goes on with it", filled, whole=True) from error


def refill(images: ImageClient, image_id: str, declared: Props, conditions: Conditions) -> Image:
    """Bring the declared data into an image in the state that has none, and return the record that proves it.

    For an image whose id the program chose: a new one could not have it. Whatever fails, the image stays.
    Raises Unsettled: only a look tells how far it came.
    """
    try:
        with (
            conditions.in_time(f"image {image_id} was not filled"),
            _ready(declared, conditions) as (whole, data, sent),
        ):
            if method(declared) != "upload":
                offered(images, method(declared), declared.get("stores"))
            record = _empty(images, image_id, conditions)
            record = converge(images, record, whole, conditions)
            record = fill(images, record, whole, data, conditions, sent)
            return converge(images, record, declared, conditions)
    except (Failed, ImageServiceError) as error:
        raise Unsettled(f"{error}; image {image_id} stays, and `pulumi up` goes on with it") from error


@contextmanager
def _ready(declared: Props, conditions: Conditions) -> Iterator[tuple[Props, Data | None, Callable[[], None]]]:
    """Open the source in its turn, look at it, and give the whole inputs, the data, and what ends the turn."""
    with ExitStack() as sending:
        if is_sent(declared):
            sending.enter_context(conditions.slot)
        data = sending.enter_context(opened(declared, conditions))
        whole = completed(declared, data, conditions)
        conditions.check()
        yield whole, data, sending.close


def _empty(images: ImageClient, image_id: str, conditions: Conditions) -> Image:
    """Return the record, which waits for its data. An upload that was cut a moment ago may still come to rest."""
    record = images.get(image_id)
    if record.status == "saving":
        record = at_rest(images, image_id, conditions)
    if record.status != "queued":
        raise Failed(f"image_id: image {image_id} is {record.status} and takes no data: choose another image_id")
    return record


def _claimed(
    images: ImageClient, opts: CreateOpts, declared: Props, ring: Ring | None, conditions: Conditions
) -> Claim:
    try:
        return claimed(images, opts, declared, ring, conditions)
    except (BadRequest, Forbidden) as error:
        if opts.license_switch is not None:
            error.hint = licence_hint(images, opts.license_switch) or error.hint
        raise


def completed(declared: Props, data: Data | None, conditions: Conditions) -> Props:
    """Return the inputs with the formats of data that nobody could look into before."""
    if data is None:
        return declared
    return {**found_formats(data.first, declared, conditions.warn), **declared}


def create_opts(declared: Props, image_id: str | None = None) -> CreateOpts:
    """Return the record to POST: every declared field and property at once, none that was not declared.

    image_id: where the program declares none; by default one is made up.
    """
    base = to_wire({**declared, "properties": None})
    fixed = {key: declared[key] for key in AT_CREATION if declared.get(key) is not None}
    identity = declared.get("image_id") or image_id or str(uuid.uuid4())
    return CreateOpts(id=identity, properties=custom(declared) or None, **base, **fixed)
