"""Bring an image in line with what is declared: PATCH, GET, compare, plan again."""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from collections.abc import Callable, Set
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import (
    Cancelled,
    Conflict,
    Image,
    ImageServiceError,
    NotFound,
    Patch,
)

from ..conditions import Conditions
from ..existence import really_gone
from ..failures import Failed, Unsettled
from ..plan.choice import choices, told
from ..plan.lost import irreplaceable, lost
from ..plan.planner import Plan, actions, operations
from ..plan.shown import named, secrets_of
from ..plan.wire import custom, from_record, patchable, to_wire
from ..props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

ATTEMPTS = 8  # PATCHes before interference is reported; against a writer that never rests, one in four is lost
MOVING = frozenset({"saving", "uploading", "importing"})  # a PATCH now would be undone when the data is there
REFUSALS = frozenset({400, 403, 409, 413, 500})  # that are about what was sent
AT_REST = ("active", "deactivated", "queued")

_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def update(
    images: ImageClient, image_id: str, plan: Plan, declared: Props, recorded: Props, conditions: Conditions
) -> Image:
    """Carry out `plan` and return the record that proves it: two requests, PATCH and GET.

    The PATCH goes without a look before it. An image that turns out to be moving is waited for and patched again, as
    the end of an upload undoes what was changed meanwhile.
    recorded: what the state says; custom properties in it that are no longer declared are removed.
    Raises ImageServiceError when the PATCH is refused; Failed when these credentials may not see the image; Unsettled
    when it is gone, when something fails after the PATCH, or when the service keeps other values, or another writer
    takes them away, naming the fields.
    """
    with _locks[image_id]:
        hidden = secrets_of(declared)
        try:
            answer = _patch(images, image_id, plan.operations, hidden)
        except NotFound:
            _missing(images, image_id, recorded, declared)
            raise
        try:
            heed(images, answer, plan.operations, hidden)
            return _settle(images, images.get(image_id), declared, owned_properties(recorded), conditions)
        except (Failed, ImageServiceError) as error:
            raise Unsettled(str(error)) from error


def _missing(images: ImageClient, image_id: str, recorded: Props, declared: Props) -> None:
    """Raise when a look proves that there is no such image; Glance says 404 of what an image lacks, too."""
    try:
        images.get(image_id)
    except NotFound as error:
        really_gone(images, image_id, recorded, error)
        if irreplaceable(recorded, declared):
            raise lost(image_id, recorded) from error
        raise Unsettled(f"image {image_id} is gone: run `pulumi up` again to make it anew ({error})") from error


def converge(images: ImageClient, record: Image, declared: Props, conditions: Conditions) -> Image:
    """Return a record that holds every declared value, after as many PATCHes as that takes: none when it does."""
    with _locks[record.id]:
        return _settle(images, record, declared, frozenset(), conditions)


def _settle(images: ImageClient, record: Image, declared: Props, owned: Set[str], conditions: Conditions) -> Image:
    """Compare what the service holds with what is declared; plan again while they differ.

    Glance's PATCH reads, changes and writes the whole image. So another writer's PATCH, or an upload that ends,
    undoes ours with status 200 (measured on Glance 33): only a GET proves anything.
    """
    answer: Image | ImageServiceError | None = None
    hidden = secrets_of(declared)
    for attempt in range(ATTEMPTS):
        if conditions.cancelled():
            raise Cancelled(f"stopped changing image {record.id}")
        if record.status in MOVING:
            record = at_rest(images, record.id, conditions)
        todo = outstanding(record, declared, owned)
        deeds = actions({"status": record.status}, declared)
        if not todo and not deeds:
            return record
        if attempt:
            conditions.pause(random.uniform(0.05, 0.2) * attempt)  # noqa: S311  jitter, not a secret
        answer = _patch(images, record.id, todo, hidden)
        heed(images, answer, todo, hidden)
        for deed in deeds:
            _ACTIONS[deed](images, record.id)
        record = images.get(record.id)
    if isinstance(answer, ImageServiceError):
        raise answer
    raise Failed(_unstable(record, outstanding(record, declared, owned)))


def heed(
    images: ImageClient, answer: Image | ImageServiceError | None, sent: tuple[Patch, ...], hidden: Set[str]
) -> None:
    """Raise Failed where the service's own answer shows other values than were sent: it will never keep them.

    A value that the answer leaves out is looked for, as an answer need not be the whole record.
    """
    if not isinstance(answer, Image):
        return
    made = choices(answer, sent)
    if any(choice.held is None for choice in made):
        keys = {choice.key for choice in made}
        made = tuple(choice for choice in choices(images.get(answer.id), sent) if choice.key in keys)
    if made:
        raise Failed(told(answer.id, made, hidden))


def at_rest(images: ImageClient, image_id: str, conditions: Conditions) -> Image:
    """Wait until the data has stopped moving, well or not: that is another act's affair, as is a failed import."""
    return images.wait(
        image_id, until=AT_REST, timeout=conditions.left(), cancelled=conditions.cancelled, allow_failure=True
    )


def outstanding(record: Image, declared: Props, owned: Set[str]) -> tuple[Patch, ...]:
    """Return the operations that would bring `record` in line with what is declared."""
    wish = to_wire(declared, patchable(record.status))
    return operations(from_record(record, wish.keys() | owned), wish)


def owned_properties(recorded: Props) -> frozenset[str]:
    """Return the custom properties that the state lists as ours."""
    return frozenset(custom(recorded))


def _patch(
    images: ImageClient, image_id: str, patches: tuple[Patch, ...], hidden: Set[str]
) -> Image | ImageServiceError | None:
    """Send one PATCH and return the record that is the answer. Return the error of one that met a property which came
    or went meanwhile (409), or whose answer was lost: the GET that follows tells what came of it.
    """
    try:
        return images.update(image_id, patches) if patches else None
    except ImageServiceError as error:
        if error.status in REFUSALS:
            error.hint = "; ".join(filter(None, (error.hint, f"refused: {named(patches, hidden)}")))
        if error.may_have_happened or isinstance(error, Conflict):
            return error
        raise


def _unstable(record: Image, todo: tuple[Patch, ...]) -> str:
    names = ", ".join(sorted(str(patch.to_wire()["path"]).lstrip("/") for patch in todo)) or "status"
    return (
        f"image {record.id}: {names} did not keep the declared values after {ATTEMPTS} tries; "
        "another writer changes this image at the same time: stop it, then run again"
    )


_ACTIONS: dict[str, Callable[[ImageClient, str], None]] = {
    "deactivate": lambda images, image_id: images.deactivate(image_id),
    "reactivate": lambda images, image_id: images.reactivate(image_id),
}
