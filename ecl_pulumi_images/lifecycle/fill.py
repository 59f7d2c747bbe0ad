"""Bring the declared data into a new record, by an upload or an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Image, Transfer, verify

from .conditions import Conditions
from .failures import Failed
from .importing import import_method, imported
from .source import Data
from .wire import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


def fill(
    images: ImageClient,
    record: Image,
    declared: Props,
    data: Data | None,
    conditions: Conditions,
    sent: Callable[[], None],
) -> Image:
    """Return the record once its data is there and proved; the record as it is when none is declared.

    sent: called when this machine has sent all.
    """
    method = import_method(declared)
    transfer = None if data is None else _send(images, record, declared, data, conditions)
    sent()
    if method is not None:
        return imported(images, record, declared, method, conditions)
    if transfer is None:
        return record
    record = images.wait(record.id, timeout=conditions.left(), cancelled=conditions.cancelled)
    if declared.get("verify_checksum", True):
        verify(transfer, record)
    return record


def _send(images: ImageClient, record: Image, declared: Props, data: Data, conditions: Conditions) -> Transfer:
    send = images.stage if declared.get("glance_direct") else images.upload
    transfer = send(record.id, data.body, size=data.size, progress=conditions.progress, cancelled=conditions.unwanted)
    if not declared.get("decompress"):
        _same_content(declared, transfer)
    return transfer


def _same_content(declared: Props, transfer: Transfer) -> None:
    """The file must still be the one that was planned with; a packed one was compared while it was read."""
    algorithm, _, digest = str(declared.get("content_hash") or "").partition(":")
    if transfer.hashes.get(algorithm, digest) != digest:
        path = declared["local_file_path"]
        raise Failed(f"local_file_path: {path!r} changed between the plan and the upload; run it again")
