"""The clock that pauses and deadlines go by, and looks that are repeated until they find something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

TICK = 0.5  # seconds between two looks at whether anybody still waits

T = TypeVar("T")


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


def growing(first: float = 0.1, longest: float = 5.0, growth: float = 1.5) -> Iterator[float]:
    """Pauses without end. Seconds; `first` is not above `longest`."""
    while True:
        yield first
        first = min(first * growth, longest)


def poll(
    clock: Clock, look: Callable[[], T | None], pauses: Iterable[float], cancelled: Callable[[], bool] | None = None
) -> T | None:
    """Return what `look` finds first, with `pauses` (seconds) between two looks.

    None when `cancelled` answers true, or when it has found nothing and no pause is left. Each pause is asked for after
    a look, so that it may depend on the time.
    """
    left = iter(pauses)
    while cancelled is None or not cancelled():
        found = look()
        seconds = None if found is not None else next(left, None)
        if seconds is None:
            return found
        pause(clock, seconds, cancelled)
    return None
