"""Delete an image, and only report success when it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Conflict, Forbidden, Image, NotFound, ReplaceImageField
from ecl_pulumi_images.client.clock import growing

from ..conditions import Conditions
from ..existence import GONE, there_after_all
from ..failures import Failed, InUse
from ..plan.outputs import HALF_MADE
from ..props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

IN_USE_TIMEOUT = 60.0  # seconds to wait for dependents that are going away too, unless the caller says otherwise


def delete(images: ImageClient, image_id: str, recorded: Props, conditions: Conditions) -> None:
    """Delete the image; one that is already gone counts as deleted.

    An adopted image of another project is left alone and a warning says so, unless `force_destroy` was declared.
    A protected image is unprotected only when `force_destroy` was declared, or when a failed creation left it without
    data. An image in use (409 from copy-on-write stores) is tried again until the timeout; then `on_in_use` decides
    whether that is a failure, or whether the image is hidden or deactivated and forgotten, with a warning that says
    so. Raises Failed with the way out, ImageServiceError as it happens.
    """
    if _strangers(images, recorded):
        conditions.warn(f"image {image_id} was adopted from project {recorded['owner']}: it is forgotten, not deleted")
        return
    try:
        _delete(images, image_id, recorded, conditions)
    except InUse as error:
        _left(images, image_id, str(recorded.get("on_in_use")), error, conditions)


def _delete(images: ImageClient, image_id: str, recorded: Props, conditions: Conditions) -> None:
    try:
        _free(images, image_id, conditions)
    except NotFound as error:
        record = there_after_all(images, image_id, recorded, error)
        if record is not None and record.status not in GONE:
            _free(images, image_id, conditions)
    except Forbidden as error:
        _refused(images, image_id, recorded, error, conditions)


def _left(images: ImageClient, image_id: str, way: str, error: InUse, conditions: Conditions) -> None:
    """Leave an image that is still in use behind, out of sight, if the program asked for it."""
    if way not in _OUT_OF_SIGHT:
        raise error
    done = _OUT_OF_SIGHT[way](images, image_id)
    conditions.warn(f"{error}. It was {done} and forgotten, not deleted: delete it by hand when nothing uses it")


def _hide(images: ImageClient, image_id: str) -> str:
    record = images.hide(image_id)
    return "hidden" if record.os_hidden else f"renamed to {record.name!r}"


def _deactivate(images: ImageClient, image_id: str) -> str:
    images.deactivate(image_id)
    return "deactivated"


_OUT_OF_SIGHT = {"deactivate": _deactivate, "hide": _hide}


def _free(images: ImageClient, image_id: str, conditions: Conditions) -> None:
    """Delete the image as soon as nothing uses it any more."""
    patience = Conditions(IN_USE_TIMEOUT, clock=conditions.clock) if conditions.timeout is None else conditions
    for seconds in growing(0.5, 5.0, 2):
        try:
            images.delete(image_id)
            return
        except Conflict as error:
            if images.get(image_id).status in GONE:
                return
            said = f"image {image_id} is in use by volumes or servers: {error}; remove them first"
            if conditions.cancelled():
                raise Failed(said) from error
            if patience.late():
                raise InUse(said) from error
            conditions.pause(min(seconds, patience.left() or 0))


def _refused(images: ImageClient, image_id: str, recorded: Props, error: Forbidden, conditions: Conditions) -> None:
    """Say which of the meanings of 403 it is: protected, somebody else's, or a policy; gone already is fine."""
    record = images.get(image_id)
    if record.status in GONE:
        return
    if not record.protected:
        raise Failed(f"image {image_id} cannot be deleted: {error}") from error
    if not recorded.get("force_destroy") and not _half_made(record, recorded):
        raise Failed(
            f"image {image_id} is protected: set protected=False or force_destroy=True and run `pulumi up` first; "
            "if it was replaced already, take its protection off by hand"
        ) from error
    images.update(image_id, [ReplaceImageField("protected", False)])
    _free(images, image_id, conditions)


def _half_made(record: Image, recorded: Props) -> bool:
    """Return whether it is what a failed creation left: no data, and an id that was made up and can be given up."""
    return bool(recorded.get(HALF_MADE) and record.status == "queued" and not recorded.get("image_id"))


def _strangers(images: ImageClient, recorded: Props) -> bool:
    """Return whether the image is adopted and another project's, and the program did not ask for its deletion."""
    if not recorded.get("adopt") or recorded.get("force_destroy"):
        return False
    return bool(recorded.get("owner") and images.project_id and recorded["owner"] != images.project_id)
