"""Create an image: the record, its data, the wait, the proof. All or nothing."""

from __future__ import annotations

import uuid
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import (
    BadRequest,
    ConnectionFailed,
    CreateOpts,
    Forbidden,
    Image,
    ImageServiceError,
    NotFound,
    ReplaceImageField,
    ServerError,
)

from .conditions import Conditions
from .failures import NotImported, Partial
from .fill import fill
from .importing import offered
from .licence import licence_hint
from .sniff import disk_format
from .source import Data, is_sent, opened
from .source_inputs import method
from .update import converge
from .wire import Props, custom, to_wire

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

#: Sent once, at creation; `id` is always ours so that a POST whose answer is lost can be looked up.
AT_CREATION = ("disk_format", "container_format", "license_switch")


def create(images: ImageClient, declared: Props, conditions: Conditions) -> Image:
    """Create the image that `declared` (checked inputs) describes and return the record that proves it.

    Three requests for an image with a file: POST, PUT, GET. The source is opened and looked at, and the service asked
    what it can import, before the POST; whatever fails after it removes the record.
    Raises Unusable when the file has become unfit, ImageServiceError or Failed as it happens, and Partial
    when the half-made image could not be removed either.
    """
    with conditions.in_time("the image was not made"):
        if method(declared) == "auto":
            return _imported_or_uploaded(images, declared, conditions)
        if method(declared) != "upload":
            offered(images, method(declared))
        return _created(images, declared, conditions)


def _imported_or_uploaded(images: ImageClient, declared: Props, conditions: Conditions) -> Image:
    """Make the image by an import; by an upload of a new record where that is not offered, or offered but broken."""
    with suppress(NotImported):
        offered(images, "glance-direct")
        try:
            return _created(images, declared, conditions)
        except NotImported as error:
            conditions.warn(f"method: the data is uploaded, as it could not be imported: {error}")
    return _created(images, {**declared, "method": "upload"}, conditions)


def _created(images: ImageClient, declared: Props, conditions: Conditions) -> Image:
    with ExitStack() as sending:
        if is_sent(declared):
            sending.enter_context(conditions.slot)
        data = sending.enter_context(opened(declared, conditions))
        whole = completed(declared, data)
        conditions.check()
        record = _posted(images, create_opts(whole))
        try:
            record = fill(images, record, whole, data, conditions, sending.close)
            return converge(images, record, declared, conditions)
        except BaseException as error:
            _remove(images, record, error)
            raise


def completed(declared: Props, data: Data | None) -> Props:
    """Return the inputs with the formats of data that nobody could look into before."""
    if data is None:
        return declared
    return {"disk_format": disk_format(data.first) or "raw", "container_format": "bare", **declared}


def create_opts(declared: Props) -> CreateOpts:
    """Return the record to POST: every declared field and property at once, none that was not declared."""
    base = to_wire({**declared, "properties": None})
    fixed = {key: declared[key] for key in AT_CREATION if declared.get(key) is not None}
    identity = declared.get("image_id") or str(uuid.uuid4())
    return CreateOpts(id=identity, properties=custom(declared) or None, **base, **fixed)


def _posted(images: ImageClient, opts: CreateOpts) -> Image:
    """Make the record. One that may be there although its answer is lost, and that nobody can look up, is removed."""
    try:
        return images.create(opts)
    except (ConnectionFailed, ServerError) as error:
        never_sent = error.method != "GET" and not getattr(error, "reached", True)
        if not never_sent:
            _remove(images, Image(id=str(opts.id), name=opts.name, status="queued"), error)
        raise
    except (BadRequest, Forbidden) as error:
        if opts.license_switch is not None:
            error.hint = licence_hint(images, opts.license_switch) or error.hint
        raise


def _remove(images: ImageClient, record: Image, error: BaseException) -> None:
    """Leave nothing behind; when even that fails, hand the record to the caller."""
    try:
        _deleted(images, record)
    except ImageServiceError as second:
        if isinstance(second, NotFound) and second.from_service:
            return  # somebody else removed it
        message = f"{error}; the half-made image {record.id} could not be removed either: {second}"
        raise Partial(message, record) from error


def _deleted(images: ImageClient, record: Image) -> None:
    """Delete a half-made image. The end of a cut upload undoes what was changed meanwhile, and so protects it again."""
    for pause in (0.2, 0.5, 1.0, 2.0, None):
        try:
            if record.protected:
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
