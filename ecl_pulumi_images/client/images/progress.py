"""What a sequence of looks at one image says: arrived, failed, still moving, or stuck. Pure; the clock is handed in.

`status` alone cannot tell: an import that has not begun is `queued`, and so is one that has failed. A failure shows as
`os_glance_failed_import` (glance/async_/flows/api_image_import.py), which can also be left over from an earlier try.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from ..constants import ImageStatus
from ..errors import ImageFailed, WaitTimeout
from .image import Image

FAILED_IMPORT = "os_glance_failed_import"
IMPORTING_TO = "os_glance_importing_to_stores"  # those that still wait for the data
IMPORT_TASK = (
    "os_glance_import_task"  # Glance's lock, held from the request to the end of the import; not on old servers
)
#: Seconds in which a service that calls an image active before it has counted its bytes does so. Open Telekom Cloud.
LATE = 60.0
_GONE = {ImageStatus.KILLED, ImageStatus.DELETED, ImageStatus.PENDING_DELETE}


@dataclass(slots=True)
class Watch:
    """One wait. until: statuses to arrive at; timeout, stall: seconds in all, and without movement (None: for ever).

    known_failed: what os_glance_failed_import held before this attempt, so that old failures do not count.
    allow_failure: whether an import that failed for some stores is good enough. size: bytes that were sent; an image
    that is active with 0 of them is given LATE seconds to say otherwise.
    """

    until: Collection[str]
    timeout: float | None
    stall: float | None
    started: float
    known_failed: str = ""
    allow_failure: bool = False
    size: int | None = None
    _seen: tuple[object, ...] = field(default=(), init=False)
    _moved: float = field(default=0.0, init=False)

    def arrived(self, image: Image, now: float, said: str = "") -> bool:
        """Whether the image is there. said: what the tasks of its import say.

        Raises ImageFailed when it will not get there, WaitTimeout when it is stuck.
        """
        failed = self._newly_failed(image)
        if failed and not self.allow_failure:
            raise ImageFailed(f"image {image.id}: the import failed for store {failed}; its status is {image.status}")
        self._note(image, said, now)
        if image.status in self.until and not _is_spreading(image) and not self._is_counting(image, now):
            return True
        if image.status in _GONE or (failed and image.status == ImageStatus.QUEUED):
            raise ImageFailed(
                f"image {image.id} is {image.status}" + (f": no store took it ({failed})" if failed else "")
            )
        if image.status == ImageStatus.DEACTIVATED:  # only a reactivation moves it
            raise ImageFailed(f"image {image.id} is deactivated, and stays so", hint="reactivate it")
        self._check_time(image, now)
        return False

    @property
    def seen(self) -> bool:
        """Whether there has been any image to look at."""
        return bool(self._seen)

    def _newly_failed(self, image: Image) -> str:
        failed = str(image.properties.get(FAILED_IMPORT) or "")
        if failed != self.known_failed and not failed:
            self.known_failed = ""  # this attempt has begun: the service has wiped what an earlier one left
        return "" if failed == self.known_failed else failed

    def _note(self, image: Image, said: str, now: float) -> None:
        waiting = image.properties.get(IMPORTING_TO)
        seen = (image.status, image.size, image.updated_at, waiting, _is_spreading(image), said)
        if seen != self._seen:
            self._seen, self._moved = seen, now

    def _is_counting(self, image: Image, now: float) -> bool:
        return bool(self.size) and image.size == 0 and now - self._moved < LATE

    def _check_time(self, image: Image, now: float) -> None:
        still, total = now - self._moved, now - self.started
        if self.stall is not None and still >= self.stall:
            raise WaitTimeout(
                f"image {image.id} is still {image.status}, without movement for {still:.0f} s", hint=_cause(image)
            )
        if self.timeout is not None and total >= self.timeout:
            last = f"it last moved {still:.0f} s ago"
            raise WaitTimeout(
                f"image {image.id} is still {image.status} after {total:.0f} s; {last}", hint=_cause(image)
            )


def is_importing(image: Image) -> bool:
    """Whether an import goes on, or may."""
    return image.status in (ImageStatus.UPLOADING, ImageStatus.IMPORTING) or _is_spreading(image)


def _is_spreading(image: Image) -> bool:
    """An image is `active` with its first store, while an import to several, or a copy to more, still goes on."""
    properties = image.properties
    return image.status == ImageStatus.ACTIVE and bool(properties.get(IMPORTING_TO) or properties.get(IMPORT_TASK))


def _cause(image: Image) -> str:
    if image.status == ImageStatus.UPLOADING:
        return "a likely cause: the service's nodes do not share their staging directory"
    if image.status == ImageStatus.SAVING:
        return "a likely cause: an upload was cut, or broke a quota; delete the image"
    return ""
