"""Create an image: the record, its data, the wait, the proof. All or nothing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import (
    CreateOpts,
    Image,
    ImageServiceError,
    ReplaceImageField,
    Transfer,
    verify,
)

from .conditions import Conditions
from .failures import Failed, Partial
from .local_file import head
from .update import converge
from .wire import Props, custom, to_wire

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

#: Sent once, at creation; `id` is always ours so that a POST whose answer is lost can be looked up.
AT_CREATION = ("disk_format", "container_format", "license_switch")


def create(images: ImageClient, declared: Props, conditions: Conditions) -> Image:
    """Create the image that `declared` (checked inputs) describes and return the record that proves it.

    Three requests for an image with a file: POST, PUT, GET. Whatever fails after the POST removes the record.
    Raises Unusable when the file has become unfit, ImageServiceError or Failed as it happens, and Partial
    when the half-made image could not be removed either.
    """
    path = declared.get("local_file_path")
    if path is not None:
        head(path)  # refuse an unfit file while nothing exists yet
    record = images.create(create_opts(declared))
    try:
        return _fill(images, record, declared, conditions)
    except BaseException as error:
        _remove(images, record, error)
        raise


def create_opts(declared: Props) -> CreateOpts:
    """Return the record to POST: every declared field and property at once, none that was not declared."""
    base = to_wire({**declared, "properties": None})
    fixed = {key: declared[key] for key in AT_CREATION if declared.get(key) is not None}
    identity = declared.get("image_id") or str(uuid.uuid4())
    return CreateOpts(id=identity, properties=custom(declared) or None, **base, **fixed)


def _fill(images: ImageClient, record: Image, declared: Props, conditions: Conditions) -> Image:
    if declared.get("local_file_path") is not None:
        path = declared["local_file_path"]
        sent = images.upload(record.id, path, progress=conditions.progress, cancelled=conditions.cancelled)
        _same_content(declared, sent)
        record = images.wait(record.id, timeout=conditions.left(), cancelled=conditions.cancelled)
        if declared.get("verify_checksum", True):
            verify(sent, record)
    return converge(images, record, declared, conditions)


def _same_content(declared: Props, sent: Transfer) -> None:
    """The file must still be the one that was planned with."""
    planned = declared.get("content_hash")
    algorithm, _, digest = str(planned).partition(":")
    if planned and sent.hashes.get(algorithm, digest) != digest:
        path = declared["local_file_path"]
        raise Failed(f"local_file_path: {path!r} changed between the plan and the upload; run it again")


def _remove(images: ImageClient, record: Image, error: BaseException) -> None:
    """Leave nothing behind; when even that fails, hand the record to the caller."""
    try:
        if record.protected:
            images.update(record.id, [ReplaceImageField("protected", False)])
        images.delete(record.id)
    except ImageServiceError as second:
        message = f"{error}; the half-made image {record.id} could not be removed either: {second}"
        raise Partial(message, record) from error
