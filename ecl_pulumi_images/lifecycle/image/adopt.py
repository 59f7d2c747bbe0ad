"""Take over an existing image instead of creating one: no upload, then the plan brings it in line."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Image, NotFound

from ..conditions import Conditions
from ..data.decompression import unpacked
from ..data.local_file import blocks
from ..existence import GONE
from ..failures import Failed
from ..inputs.arguments import ARGUMENTS
from ..plan.planner import Plan, actions
from ..plan.replacement import held_content
from ..props import Props
from .update import converge, outstanding

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

FIXED = ("image_id", *(name for name, argument in ARGUMENTS.items() if argument.posted))


def adopt(images: ImageClient, declared: Props, conditions: Conditions) -> Image:
    """Return the record of the adopted image, in line with what is declared.

    Raises Failed when it is not the declared image (other content, format or id), ImageServiceError as it happens.
    Whatever fails, the image stays: it is not ours to remove.
    """
    return converge(images, _fitting(images, declared), declared, conditions)


def adoption(images: ImageClient, declared: Props) -> Plan:
    """Return what adopting would change, after a look at the image. Raises what `adopt` does."""
    record = _fitting(images, declared)
    return Plan(outstanding(record, declared, frozenset()), actions({"status": record.status}, declared))


def _fitting(images: ImageClient, declared: Props) -> Image:
    record = _present(images, declared["adopt"])
    if record.status in GONE:
        raise Failed(f"adopt: image {record.id} is {record.status}; name another image, or leave adopt out")
    for field, held, wish in different(record, declared):
        raise Failed(
            f"adopt: image {record.id} has {field} {held!r}, the program declares {wish!r}: "
            f"declare {held!r}, or leave adopt out to create a new image"
        )
    if not same_content(record, declared):
        raise Failed(
            f"adopt: image {record.id} holds other data than the declared file: "
            "leave adopt out to create a new image, or leave local_file_path out to keep its data"
        )
    return record


def _present(images: ImageClient, image_id: str) -> Image:
    try:
        return images.get(image_id)
    except NotFound as error:
        if not error.from_service:
            raise
        raise Failed(
            f"adopt: image {image_id} is not there, or this project may not see it ({error}): nothing is made in its "
            "place; name another image, or leave adopt out and declare a source"
        ) from error


def different(record: Image, declared: Props) -> list[tuple[str, Any, Any]]:
    """Return what the record cannot be brought in line with: field, its value, the declared value."""
    held = {field: record.id if field == "image_id" else getattr(record, field) for field in FIXED}
    declares = {field: declared[field] for field in FIXED if declared.get(field) is not None}
    return [(field, held[field], wish) for field, wish in declares.items() if held[field] != wish]


def same_content(record: Image, declared: Props) -> bool:
    """Compare by the service's own hash; services before Image API 2.7 have an MD5 only."""
    planned, packed = declared.get("content_hash"), declared.get("decompress")
    held = held_content({"os_hash_algo": record.os_hash_algo, "os_hash_value": record.os_hash_value})
    if planned is None or (held == planned and not packed):
        return True
    if record.os_hash_algo == str(planned).partition(":")[0] and not packed:
        return False
    algorithm, digest = str(held or f"md5:{record.checksum}").split(":")
    return _digest(declared, algorithm) == digest


def _digest(declared: Props, algorithm: str) -> str:
    """Hash what an upload of the declared file would have sent."""
    digest, data = hashlib.new(algorithm, usedforsecurity=False), blocks(declared["local_file_path"])
    for block in unpacked(data) if declared.get("decompress") else data:
        digest.update(block)
    return digest.hexdigest()
