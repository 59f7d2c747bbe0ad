"""Remove a half-made image whose id was made up for this very attempt: it can be nobody else's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Forbidden, Image, ImageServiceError, NotFound, ReplaceImageField
from ecl_pulumi_images.client.images.posting import of_another

from ..existence import GONE, second_look
from ..failures import Partial

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


def remove(images: ImageClient, record: Image, error: BaseException) -> None:
    """Leave nothing behind; when even that fails, raise Partial, which hands the record to the caller."""
    try:
        if not _deleted(images, record):
            found = second_look(images, lambda: images.get(record.id))
            if found is not None and found.status not in GONE:
                _delete(images, found)
    except ImageServiceError as second:
        raise Partial(_neither(record, error, second), record) from error


def withdraw(images: ImageClient, record: Image, error: ImageServiceError) -> None:
    """Remove a record that a POST without a clear answer may have made. Raises Partial when it may still be there.

    A request that was not answered in time may be carried out later, when nobody looks any more.
    """
    try:
        if not _deleted(images, record) and getattr(error, "late", False):
            late = f"image {record.id} may still be made: it is recorded until `pulumi up` has looked for it again"
            raise Partial(f"{error}; {late}", record) from error
    except ImageServiceError as second:
        if of_another(error) and of_another(second):
            return  # there is no image service at this address
        raise Partial(_neither(record, error, second), record) from error


def _neither(record: Image, error: BaseException, second: ImageServiceError) -> str:
    return f"{error}; the half-made image {record.id} could not be removed either: {second}"


def _deleted(images: ImageClient, record: Image) -> bool:
    """Delete a half-made image; return whether there was any."""
    try:
        _delete(images, record)
    except NotFound as error:
        if not error.from_service:
            raise
        return False
    return True


def _delete(images: ImageClient, record: Image) -> None:
    """Delete a half-made image. The end of a cut upload undoes what was changed meanwhile, and so protects it again."""
    for pause in (0.2, 0.5, 1.0, 2.0, None):
        try:
            if record.protected:
                with suppress(ImageServiceError):  # whatever was answered: the DELETE shows what came of it
                    images.update(record.id, [ReplaceImageField("protected", False)])
            images.delete(record.id)
            return
        except Forbidden:
            if pause is None:
                raise
            images.clock.sleep(pause)
            record = images.get(record.id)
            if not record.protected:
                raise
