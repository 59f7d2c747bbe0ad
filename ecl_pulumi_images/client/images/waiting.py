"""Wait until an image has arrived in a state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ..clock import Clock, growing, poll
from ..errors import Cancelled, ImageServiceError, NotFound
from ..http.error_body import LONGEST as MESSAGE
from ..http.redaction import redacted
from ..tasks import tasks
from ..transport import Transport
from .image import Image
from .progress import Watch, is_importing
from .records import get

SHORTEST = 1e-3  # seconds; a clock may lose what is less to rounding, and then stand still
REPLICA_LAG = 10.0  # seconds for which a new image may be unknown to the server that is asked
TASKS = 30.0  # seconds between two looks at an import's tasks; Glance writes there every 5 minutes


def wait(
    transport: Transport,
    image_id: str,
    *,
    until: Collection[str] = ("active",),
    timeout: float | None = None,
    stall: float | None = 600.0,
    known_failed: str = "",
    allow_failure: bool = False,
    size: int | None = None,
    progress: Callable[[Image, str], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Image:
    """Look at the image, at first every 0.1 s and later every 5 s, until its status is one of `until`."""
    clock = transport.clock
    watch = Watch(until, timeout, stall, clock.monotonic(), known_failed, allow_failure, size)
    hearing = _Hearing(transport, clock.monotonic())

    def look() -> Image | None:
        image = _looked_at(transport, image_id, watch, clock.monotonic())
        if image is None:
            return None
        said = hearing.of(image, clock.monotonic())
        if progress is not None:
            progress(image, said)
        return image if watch.arrived(image, clock.monotonic(), said) else None

    end = None if timeout is None else watch.started + timeout
    return ended(poll(clock, look, _pauses(clock, end), cancelled), image_id)


def ended(image: Image | None, image_id: str) -> Image:
    """Return what a wait without end has found. Raises Cancelled when it has found nothing."""
    if image is None:
        raise Cancelled(f"stopped waiting for image {image_id}")
    return image


def _pauses(clock: Clock, end: float | None) -> Iterator[float]:
    """Pauses of which none goes far beyond `end`, in monotonic seconds."""
    for seconds in growing():
        yield seconds if end is None else min(seconds, max(SHORTEST, end - clock.monotonic()))


def _looked_at(transport: Transport, image_id: str, watch: Watch, now: float) -> Image | None:
    try:
        return get(transport, image_id)
    except NotFound as error:
        if watch.seen or not error.from_service or now - watch.started > REPLICA_LAG:
            raise
        return None


class _Hearing:
    """What the tasks of an import say. One that copies much moves nothing else for long."""

    def __init__(self, transport: Transport, now: float) -> None:
        self._transport = transport
        self._due = now + TASKS
        self._said = ""

    def of(self, image: Image, now: float) -> str:
        """Return their messages, as of the last look."""
        if now >= self._due and is_importing(image):
            self._due = now + TASKS
            try:
                said = "; ".join(task.message for task in tasks(self._transport, image.id) if task.message)
                self._said = redacted(said, longest=MESSAGE)
            except ImageServiceError:
                self._due = float("inf")  # an older service has none, another one does not show them
        return self._said
