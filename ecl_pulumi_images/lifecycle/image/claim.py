"""Whose record it is that a creation goes on with, and so what may become of it when the creation fails.

| the record                                          | proof that it is ours                 | a failure       |
|-----------------------------------------------------|---------------------------------------|-----------------|
| has an id that was made up for this attempt         | nobody else can have it               | removes it      |
| has the program's `image_id`, and our POST made it  | the answer to the POST                | has it recorded |
| has the program's `image_id`, and the answer to our | none; but it is empty, and just what  | leaves it alone |
| POST was lost, or said that there is one            | this program makes                    |                 |

Glance never gives an id twice, not even after deletion, so what has the program's `image_id` is never removed here: it
could not be had again. A later run fills it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import CreateOpts, Image, ImageServiceError, NotFound
from ecl_pulumi_images.client.images.posting import passing, refused, unsent

from ..failures import Failed, Partial
from ..plan.wire import custom
from ..props import FORMATS, Props
from .removal import remove, withdraw
from .update import outstanding

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

_SERVERS = (".", "os_glance_")  # how the names of properties begin that the service itself adds


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

    def let_go(self, images: ImageClient, error: BaseException, whole: Image | None) -> None:
        """Give the record up for `error`, unless that is what has it recorded.

        whole: the record once its data was there and proved.

        Raises Partial when the record stays and the state has to know it.
        """
        if isinstance(error, Partial):
            return
        if self.failing is Failing.REMOVES:
            remove(images, self.record, error)
        if self.failing is Failing.RECORDS and isinstance(error, Exception):
            kept = f"image {self.record.id} is kept and recorded, as its id is never given twice"
            raise Partial(f"{error}; {kept}: run `pulumi up` again to go on with it", whole or self.record, bool(whole))


def claimed(images: ImageClient, opts: CreateOpts, declared: Props) -> Claim:
    """Make the record, or take up the one that an earlier run has left queued under the program's `image_id`.

    Raises Failed when there is another image under that id; ImageServiceError as it happens; Partial when a record may
    have been made and can be neither seen nor removed.
    """
    if not declared.get("image_id"):
        return Claim(_made(images, opts), Failing.REMOVES)
    try:
        return Claim(images.create_once(opts), Failing.RECORDS)
    except ImageServiceError as error:
        if unsent(error) or (refused(error) and error.status != 409):
            raise
        return _found(images, opts, declared, error) or _again(images, opts, declared, error)


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
    if (sourced or not refused(lost)) and left_by_us(found, declared, images.project_id):
        return Claim(found, Failing.LEAVES)
    raise Failed(
        f"image_id: image {found.id} is there already ({found.status}, of project {found.owner}) and is left as "
        f"it is: adopt={found.id!r} takes it over; or choose another image_id, as none is given twice ({lost})"
    ) from lost


def left_by_us(record: Image, declared: Props, project: str | None) -> bool:
    """Return whether a record is just what a POST of this program makes.

    It has no data and nothing but what is declared, so that an upload to it can destroy nothing.
    """
    return bool(
        record.status == "queued"
        and not record.size
        and project
        and record.owner == (declared.get("owner") or project)
        and all(getattr(record, key) == declared.get(key) for key in (*FORMATS, "license_switch"))
        and not outstanding(record, declared, frozenset())
        and not _additions(record, declared)
    )


def _additions(record: Image, declared: Props) -> bool:
    """Return whether somebody gave the record what the program does not declare."""
    others = record.properties.keys() - custom(declared).keys()
    flags = [record.protected and not declared.get("protected"), record.os_hidden and not declared.get("os_hidden")]
    tags = record.tags and not declared.get("tags")
    return bool(tags or any(flags) or any(not key.startswith(_SERVERS) for key in others))


def _made(images: ImageClient, opts: CreateOpts) -> Image:
    """Make the record; one that may be there, and that no look has shown, is removed."""
    try:
        return images.create(opts)
    except ImageServiceError as error:
        if not unsent(error) and (not refused(error) or error.status == 409):
            made = Image(id=str(opts.id), name=opts.name, status="queued", protected=bool(opts.protected))
            withdraw(images, made, error)
        raise
