"""Find out from the image itself whether an upload without a clear answer has arrived."""

from __future__ import annotations

from collections.abc import Callable

from ..clock import growing, poll
from ..constants import ImageStatus
from ..errors import Conflict
from ..http.response import decoded
from ..images.decode import decode_image
from ..images.image import Image
from ..images.progress import Watch
from ..images.waiting import ended
from ..transport import Transport
from ..wire.paths import image_path
from .verification import Transfer, verify


def holds(image: Image, sent: Transfer | None) -> bool:
    """Whether a settled image holds what was sent (None: not all was); false when it is ready for another attempt.

    Raises ChecksumMismatch or Conflict when it holds something else.
    """
    if image.status == ImageStatus.QUEUED:
        return False
    if sent is None:
        raise Conflict(f"image {image.id} is {image.status}, but not with our data: that was cut")
    verify(sent, image)
    return True


def is_staged(image: Image) -> bool:
    """Whether the data lies ready for an import: Glance sets the size when it does (glance/api/v2/image_data.py)."""
    return image.status == ImageStatus.UPLOADING and image.size is not None


def settled(
    transport: Transport,
    image_id: str,
    within: float,
    cancelled: Callable[[], bool] | None = None,
    size: int | None = None,
) -> Image:
    """Look at the image until it is queued, active or staged.

    within: seconds. size: bytes that were sent.
    Raises ImageFailed, NotFound, WaitTimeout (it is still being saved), Cancelled.
    """
    clock = transport.clock
    watch = Watch((ImageStatus.QUEUED, ImageStatus.ACTIVE), within, None, clock.monotonic(), size=size)

    def look() -> Image | None:
        image = decoded(transport.call("GET", image_path(image_id)), decode_image)
        return image if is_staged(image) or watch.arrived(image, clock.monotonic()) else None

    return ended(poll(clock, look, growing(), cancelled), image_id)
