"""Wait until an image has arrived in a state."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count

from ecl_pulumi_images.client.clock import Clock, pause
from ecl_pulumi_images.client.errors import Cancelled, NotFound
from ecl_pulumi_images.client.image import Image
from ecl_pulumi_images.client.images import ImageCalls
from ecl_pulumi_images.client.watch import Watch

FIRST, GROWTH, LONGEST = 0.1, 1.5, 5.0  # seconds between two looks
REPLICA_LAG = 10.0  # seconds for which a new image may be unknown to the server that is asked


class WaitCalls(ImageCalls):
    """The call that waits."""

    def wait(
        self,
        image_id: str,
        *,
        until: Collection[str] = ("active",),
        timeout: float | None = None,
        stall: float | None = 600.0,
        known_failed: str = "",
        allow_failure: bool = False,
        size: int | None = None,
        cancelled: Callable[[], bool] | None = None,
        clock: Clock | None = None,
    ) -> Image:
        """Look at the image, at first every 0.1 s and later every 5 s, until its status is one of `until`.

        An image that is `active` in one store has arrived when no import to others goes on.
        timeout: seconds in all, None for no limit. stall: seconds without any movement of status, size or stores.
        known_failed: `os_glance_failed_import` as it was before this attempt; such an old failure does not count.
        allow_failure: take an image that some of the stores failed to import. size: bytes that were sent; a service
        that says active before it has counted them (0) gets a minute for it. cancelled: asked before every look.
        Raises ImageFailed, WaitTimeout, NotFound (deleted meanwhile), Cancelled.
        """
        clock = clock or self.clock
        watch = Watch(until, timeout, stall, clock.monotonic(), known_failed, allow_failure, size)
        for look in count():
            if cancelled is not None and cancelled():
                raise Cancelled(f"stopped waiting for image {image_id}")
            image = self._looked_at(image_id, watch, clock.monotonic())
            if image is not None and watch.arrived(image, clock.monotonic()):
                return image
            pause(clock, min(LONGEST, FIRST * GROWTH ** min(look, 20)), cancelled)
        raise AssertionError("unreachable")

    def _looked_at(self, image_id: str, watch: Watch, now: float) -> Image | None:
        try:
            return self.get(image_id)
        except NotFound as error:
            if watch.seen or not error.from_service or now - watch.started > REPLICA_LAG:
                raise
            return None
