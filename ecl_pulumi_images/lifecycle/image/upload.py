"""Bring the declared data into a new record, by an upload or an import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Cancelled, Image, ImageServiceError, TooLarge, Transfer, Unauthorized, verify
from ecl_pulumi_images.client.transfer.digests import ALGORITHMS

from ..conditions import Conditions
from ..data.content_hash import ALGORITHM, file_digest
from ..data.source import Data
from ..failures import Failed, NotImported
from ..inputs.source_rules import method
from ..props import Props
from .service_import import imported

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
    if method(declared) != "upload":
        with _importing() if method(declared) == "auto" else nullcontext():
            if data is not None:
                _send(images.stage, record, declared, data, conditions)
            sent()
            record = imported(images, record, declared, conditions)
            conditions.done("imported")
            return record
    if data is None:
        return record
    transfer = _send(images.upload, record, declared, data, conditions)
    sent()
    record = images.wait(record.id, timeout=conditions.left(), cancelled=conditions.cancelled, size=transfer.size)
    verified = declared.get("verify_checksum", True)
    if verified:
        verify(_comparable(transfer, record, data), record)
    conditions.done(f"uploaded {transfer.size >> 20} MiB, {'verified' if verified else 'not verified'}")
    return record


@contextmanager
def _importing() -> Iterator[None]:
    """Tell what an upload may be spared: anything but the user's own stop, the quota and the credentials."""
    try:
        yield
    except (Cancelled, TooLarge, Unauthorized):
        raise
    except ImageServiceError as error:
        raise NotImported(str(error)) from error


def _send(
    send: Callable[..., Transfer], record: Image, declared: Props, data: Data, conditions: Conditions
) -> Transfer:
    transfer = send(
        record.id,
        data.body,
        size=data.size,
        progress=conditions.progress,
        cancelled=conditions.unwanted,
        hashes=hashes(record, data),
    )
    if not declared.get("decompress"):
        _same_content(declared, transfer)
    return transfer


def hashes(record: Image, data: Data) -> tuple[str, ...]:
    """Return the hashes to compute while sending; each takes a core.

    One is enough for a file where the service keeps a SHA-512 too: since Image API 2.7, which brought `os_hidden`.
    """
    return (ALGORITHM,) if record.os_hidden is not None and isinstance(data.body, str) else ALGORITHMS


def _comparable(transfer: Transfer, record: Image, data: Data) -> Transfer:
    """An operator may have chosen another os_hash_algo: then the file is read once more, for its MD5."""
    known = {"md5", (record.os_hash_algo or "md5").lower()} & transfer.hashes.keys()
    if known or not isinstance(data.body, str):
        return transfer
    return replace(transfer, hashes={**transfer.hashes, "md5": file_digest(data.body, "md5")})


def _same_content(declared: Props, transfer: Transfer) -> None:
    """The file must still be the one that was planned with; a packed one was compared while it was read."""
    algorithm, _, digest = str(declared.get("content_hash") or "").partition(":")
    if transfer.hashes.get(algorithm, digest) != digest:
        path = declared["local_file_path"]
        raise Failed(f"local_file_path: {path!r} changed between the plan and the upload; run it again")
