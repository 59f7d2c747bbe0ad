"""Whose record it is that a creation goes on with, and so what may become of it when the creation fails.

| the record                                          | proof that it is ours                 | a failure       |
|-----------------------------------------------------|---------------------------------------|-----------------|
| has an id that was made up for this attempt         | nobody else can have it               | removes it      |
| has an id of the resource's ring, and our POST made | the answer to the POST, unless        | removes it      |
| it                                                  | somebody else brings data meanwhile   |                 |
| has an id of the ring, and was there before, or the | none; but it is empty, and just what  | leaves it alone |
| answer to our POST was lost                         | this program makes                    |                 |
| has the program's `image_id`, and our POST made it  | the answer to the POST                | has it recorded |
| has the program's `image_id`, and the answer to our | none; but it is empty, and just what  | leaves it alone |
| POST was lost, or said that there is one            | this program makes                    |                 |

Glance never gives an id twice, not even after deletion, so what has the program's `image_id` is never removed here: it
could not be had again. A later run fills it. What is left alone under an id of the ring, the next run takes up.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Conflict, CreateOpts, Image, ImageServiceError, NotFound
from ecl_pulumi_images.client.images.posting import passing, refused, unsent

from ..conditions import Conditions
from ..failures import Failed, Partial
from ..props import Props
from . import left_over
from .identity import Ring
from .removal import remove, withdraw

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

TRIES = 3  # at other ids of a ring


class Failing(Enum):
    """What a failure does with the record."""

    REMOVES = "removes"
    RECORDS = "records"
    LEAVES = "leaves"


@dataclass(frozen=True)
class Claim:
    """A record without data, and what a failure does with it."""

    record: Image
    failing: Failing
    findable: bool = False  # by the next run, under its id

    def let_go(self, images: ImageClient, error: BaseException, whole: Image | None) -> None:
        """Give the record up for `error`, unless that is what has it recorded.

        whole: the record once its data was there and proved.

        Raises Partial when the record stays and the state has to know it.
        """
        if isinstance(error, Partial):
            return
        if self.failing is Failing.REMOVES and not (self.findable and _taken_up(error)):
            remove(images, self.record, error)
        if self.failing is Failing.RECORDS and isinstance(error, Exception):
            kept = f"image {self.record.id} is kept and recorded, as its id is never given twice"
            raise Partial(f"{error}; {kept}: run `pulumi up` again to go on with it", whole or self.record, bool(whole))


def _taken_up(error: BaseException) -> bool:
    """Return whether the service itself refuses the data as somebody else brings it, or has brought it."""
    return isinstance(error, Conflict) and error.from_service and error.method == "PUT"


def claimed(images: ImageClient, opts: CreateOpts, declared: Props, ring: Ring | None, conditions: Conditions) -> Claim:
    """Make the record, or take up the one that an earlier run has left queued.

    opts: with an id: the program's `image_id`, one of `ring`, or, without either, one that was made up.
    Raises Failed when there is another image under that id; ImageServiceError as it happens; Partial when a record may
    have been made and can be neither seen nor removed.
    """
    if not declared.get("image_id") and ring is None:
        return Claim(_made(images, opts), Failing.REMOVES)
    ours = Failing.RECORDS if declared.get("image_id") else Failing.REMOVES
    try:
        return Claim(images.create_once(opts), ours, findable=ring is not None)
    except ImageServiceError as error:
        if unsent(error) or (refused(error) and error.status != 409):
            raise
        if ring is None or declared.get("image_id"):
            return _found(images, opts, declared, error) or _again(images, opts, declared, error)
        if refused(error):
            return _in_the_ring(images, opts, declared, ring, conditions)
        return _there(images, opts, declared, error) or _once_more(images, opts, declared, ring, conditions, error)


def _in_the_ring(images: ImageClient, opts: CreateOpts, declared: Props, ring: Ring, conditions: Conditions) -> Claim:
    """Take up what is left under an id of the ring; where there is nothing, make the record under another one."""
    record = left_over.found(images, (str(opts.id), *ring.unknown()), declared, conditions)
    if record is not None:
        return Claim(record, Failing.LEAVES, findable=True)
    for _ in range(TRIES):
        with suppress(Conflict):
            return Claim(images.create_once(replace(opts, id=ring.another())), Failing.REMOVES, findable=True)
    return Claim(_made(images, replace(opts, id=str(uuid.uuid4()))), Failing.REMOVES)


def _there(images: ImageClient, opts: CreateOpts, declared: Props, lost: ImageServiceError) -> Claim | None:
    """Look for the record after a POST without a clear answer; None when there is none. Raises `lost` if unsure.

    What is not seen now is found by the next run.
    """
    try:
        record = images.get(str(opts.id))
    except ImageServiceError as error:
        if isinstance(error, NotFound) and error.from_service:
            return None
        raise lost from error
    if not left_over.left_by_us(record, declared, images.project_id):
        raise lost
    return Claim(record, Failing.LEAVES, findable=True)


def _once_more(
    images: ImageClient,
    opts: CreateOpts,
    declared: Props,
    ring: Ring,
    conditions: Conditions,
    lost: ImageServiceError,
) -> Claim:
    if not passing(lost):
        raise lost
    try:
        return Claim(images.create_once(opts), Failing.REMOVES, findable=True)
    except ImageServiceError as error:
        if refused(error) and error.status == 409:  # the first POST was done after all, or the id is spent
            return _in_the_ring(images, opts, declared, ring, conditions)
        claim = None if unsent(error) else _there(images, opts, declared, lost)
        if claim is None:
            raise (error if refused(error) else lost) from error
        return claim


def _again(images: ImageClient, opts: CreateOpts, declared: Props, lost: ImageServiceError) -> Claim:
    """Make the record that a first POST has not made, where that was for no lasting reason."""
    if not passing(lost):
        raise lost
    try:
        return Claim(images.create_once(opts), Failing.RECORDS)
    except ImageServiceError as error:
        claim = None if unsent(error) else _found(images, opts, declared, lost)
        if claim is None:
            raise (error if refused(error) else lost) from error
        return claim


def _found(images: ImageClient, opts: CreateOpts, declared: Props, lost: ImageServiceError) -> Claim | None:
    """Look for the record after a POST without a clear answer; None when there is none.

    Where the service itself says that there is one already, only a program with a source goes on with it: an empty
    record without one may well be somebody else's.
    """
    try:
        found = images.get(str(opts.id))
    except ImageServiceError as error:
        if isinstance(error, NotFound) and error.from_service:
            return None
        raise lost from error
    sourced = declared.get("local_file_path") or declared.get("image_source_url")
    if (sourced or not refused(lost)) and left_over.left_by_us(found, declared, images.project_id):
        return Claim(found, Failing.LEAVES)
    raise Failed(
        f"image_id: image {found.id} is there already ({found.status}, of project {found.owner}) and is left as "
        f"it is: adopt={found.id!r} takes it over; or choose another image_id, as none is given twice ({lost})"
    ) from lost


def _made(images: ImageClient, opts: CreateOpts) -> Image:
    """Make the record; one that may be there, and that no look has shown, is removed."""
    try:
        return images.create(opts)
    except ImageServiceError as error:
        if not unsent(error) and (not refused(error) or error.status == 409):
            made = Image(id=str(opts.id), name=opts.name, status="queued", protected=bool(opts.protected))
            withdraw(images, made, error)
        raise
