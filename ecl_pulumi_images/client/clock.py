"""The clock that pauses and deadlines go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

TICK = 0.5  # seconds between two looks at whether anybody still waits


class Clock(Protocol):
    """What the module `time` offers, which is the default everywhere. Seconds; tests bring their own."""

    def time(self) -> float: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


def pause(clock: Clock, seconds: float, cancelled: Callable[[], bool] | None = None) -> None:
    """Sleep, but only as long as `cancelled` answers false."""
    left = seconds
    while cancelled is not None and left > TICK:
        if cancelled():
            return
        clock.sleep(TICK)
        left -= TICK
    clock.sleep(left)
