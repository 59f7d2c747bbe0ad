"""Imports: what the service offers, how one goes, and what can be said about one that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import (
    Forbidden,
    Image,
    ImageFailed,
    ImageServiceError,
    NotFound,
    UnexpectedAnswer,
    WaitTimeout,
)
from ecl_pulumi_images.client.clock import poll
from ecl_pulumi_images.client.http.error_body import LONGEST
from ecl_pulumi_images.client.http.redaction import redacted
from ecl_pulumi_images.client.images.progress import FAILED_IMPORT, IMPORTING_TO

from ..conditions import Conditions
from ..data.disk_format import beginning, compression, disk_format
from ..failures import Failed, NotImported
from ..inputs.source_rules import method
from ..props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

#: Seconds without movement; an import shows none while it downloads or converts. Glance itself takes a task for
#: dead after as long (glance/api/v2/images.py, `_enforce_import_lock`).
STALL = 3600.0
#: Inputs that name an image of another region.
ELSEWHERE = ("glance_image_id", "glance_region", "glance_service_interface")
PAUSES = (0.0, 0.1, 0.2, 0.3, 0.4)  # seconds between the looks at the tasks of a failed import
LOOK = 5.0  # seconds for a look at the URL from here


def offered(images: ImageClient, way: str, stores: Sequence[str] | None = None) -> None:
    """Raise NotImported unless the service offers this method of import, Failed unless it has these stores."""
    methods = images.import_info().methods
    if not methods:
        raise NotImported("method: this image service has no imports: use method 'upload'")
    if way not in methods:
        raise NotImported(f"method: this image service offers {', '.join(methods)}, but not {way}: use another method")
    _stores(images, stores or ())


def _stores(images: ImageClient, wished: Sequence[str]) -> None:
    """Raise Failed where a store is none of the service's; one that does not tell its stores sees to it itself."""
    known: list[str] = []
    with suppress(NotFound, Forbidden, UnexpectedAnswer):
        known = [store.id for store in images.stores()] if wished else []
    unknown = [store for store in wished if store not in known]
    if known and unknown:
        raise Failed(f"stores: this image service has {', '.join(known)}, but not {', '.join(unknown)}")


def imported(images: ImageClient, record: Image, declared: Props, conditions: Conditions) -> Image:
    """Have the service import the data, wait for it, and return the record.

    What it makes of the data is a fact: its plugins may convert it, so format, size and hash can differ from what
    was sent. Raises NotImported with all that is known about a failed import, ImageServiceError for a refused one.
    """
    url = declared["image_source_url"] if method(declared) == "web-download" else None
    how = "glance-direct" if method(declared) == "auto" else method(declared)
    elsewhere = {key: declared.get(key) for key in ELSEWHERE} if how == "glance-download" else {}
    where: dict[str, Any] = {key: declared.get(key) for key in ("stores", "all_stores")}
    images.import_image(record.id, how, uri=url, **where, **elsewhere)
    try:
        done = images.wait(
            record.id,
            timeout=conditions.left(),
            stall=_stall(declared, conditions),
            progress=lambda image, said: conditions.doing(_doing(image, said)),
            cancelled=conditions.cancelled,
            known_failed=str(record.properties.get(FAILED_IMPORT) or ""),
        )
    except (ImageFailed, WaitTimeout) as error:
        said = _task(images, record.id, url, conditions.cancelled)
        raise NotImported(f"{error}{said}{_seen(url, conditions)}") from error
    if url is not None:
        _compare(done, declared, conditions)
    return done


def _stall(declared: Props, conditions: Conditions) -> float | None:
    left = conditions.left()
    if left is None:
        return STALL
    return left / 2 if method(declared) == "auto" else None  # the upload that follows needs time as well


def _doing(image: Image, said: str) -> str:
    """Return one line such as ``importing: still to come: ceph-2; Copied 512 MiB``."""
    waiting = image.properties.get(IMPORTING_TO)
    words = [f"still to come: {waiting}" if waiting else "", said]
    return ": ".join(filter(None, ("importing", "; ".join(filter(None, words)))))


def _task(images: ImageClient, image_id: str, url: str | None, cancelled: Callable[[], bool]) -> str:
    """Return the service's own words. Glance 33 has the same ones for a 404, a cut download and a wrong format.

    It marks the image before it writes the task's message, so they are worth a few looks.
    """

    def look() -> str | None:
        return "; ".join(task.message for task in images.tasks(image_id) if task.message) or None

    said = None
    with suppress(ImageServiceError):
        said = poll(images.clock, look, PAUSES, cancelled)
    return f"; the service says: {redacted(said, url or '', longest=LONGEST)}" if said else ""


def _seen(url: str | None, conditions: Conditions) -> str:
    """Return what this machine sees at the URL; the service may see something else."""
    if url is None:
        return ""
    from ecl_pulumi_images.client.http.retry import RetryPolicy

    from ..data.url import Url, fetched  # slow to import: only where it is used

    try:
        with fetched(Url(url), conditions.cancelled, stall=LOOK, policy=RetryPolicy(attempts=1)) as stream:
            first, _ = beginning(stream.blocks)
            size = "of unknown length" if stream.size is None else f"of {stream.size} bytes"
            kind = disk_format(first) or compression(first) or "no known format"
            return f"; seen from this machine: {Url(url)} answers 200 OK, data {size} that begins like {kind}"
    except (Failed, ImageServiceError) as error:
        return f"; seen from this machine: {error}"


def _compare(record: Image, declared: Props, conditions: Conditions) -> None:
    """Say when the service does not hold what source_checksum names. It may have converted what it fetched."""
    algorithm, _, digest = str(declared.get("source_checksum") or "").partition(":")
    held = {record.os_hash_algo: record.os_hash_value, "md5": record.checksum}.get(algorithm)
    if not algorithm or held == digest:
        return
    if held is None:
        conditions.warn(f"source_checksum was not compared: the service keeps no {algorithm} of what it fetched")
    else:
        conditions.warn(
            f"source_checksum: the service holds data with {algorithm} {held}: "
            "it converted what it fetched, or fetched something else"
        )
