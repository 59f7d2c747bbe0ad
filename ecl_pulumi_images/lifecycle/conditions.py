"""How a caller wants an act carried out: until when, and who is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.client.clock import Clock, pause

from .failures import Failed


def _nothing(*_: object) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Conditions:
    """What a front end, such as the Pulumi provider, knows about the call it serves.

    timeout: seconds for the whole act; None leaves each wait its own default.
    cancelled: True once nobody wants the result any more; looked at for every block and poll.
    progress: (bytes sent, total or None) while data moves. doing: one line on what the service does meanwhile.
    done: one line on what has become of the data.
    warn: one line for the user that is no failure.
    slot: entered around every transfer of data, one after the other, so that a front end can bound how many run at
    once.
    clock: what `timeout` and pauses go by.
    """

    timeout: float | None = None
    cancelled: Callable[[], bool] = _never
    progress: Callable[[int, int | None], None] = _nothing
    doing: Callable[[str], None] = _nothing
    done: Callable[[str], None] = _nothing
    warn: Callable[[str], None] = _nothing
    slot: AbstractContextManager[object] = field(default_factory=nullcontext)
    clock: Clock = time
    started: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "started", self.clock.monotonic())

    def left(self) -> float | None:
        """Return the seconds left of the timeout, never below 0, or None without one."""
        if self.timeout is None:
            return None
        return max(0.0, self.started + self.timeout - self.clock.monotonic())

    def late(self) -> bool:
        """Return whether the timeout is over."""
        return self.left() == 0

    def unwanted(self) -> bool:
        """Return whether to stop: nobody wants the result any more, or the timeout is over."""
        return self.cancelled() or self.late()

    def check(self) -> None:
        """Raise Cancelled once the result is unwanted."""
        if self.unwanted():
            raise Cancelled("stopped")

    @contextmanager
    def in_time(self, otherwise: str) -> Iterator[None]:
        """Raise Failed, beginning with `otherwise`, for an act inside that was stopped because the timeout is over."""
        try:
            yield
        except Cancelled as error:
            if self.cancelled() or not self.late():
                raise
            raise Failed(f"{otherwise} within {self.timeout:g} s: allow more time with custom_timeouts") from error

    def pause(self, seconds: float) -> None:
        """Sleep, no longer than the result is wanted."""
        left = self.left()
        pause(self.clock, seconds if left is None else min(seconds, left), self.cancelled)
