"""How a caller wants an act carried out: until when, and who is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field


def _nothing(*_: object) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Conditions:
    """What a front end, such as the Pulumi provider, knows about the call it serves.

    timeout: seconds for the whole act; None leaves each wait its own default.
    cancelled: True once nobody wants the result any more; looked at for every block and poll.
    progress: (bytes sent, total or None) while data moves.
    warn: one line for the user that is no failure.
    slot: entered around every transfer of data, so that a front end can bound how many run at once.
    """

    timeout: float | None = None
    cancelled: Callable[[], bool] = _never
    progress: Callable[[int, int | None], None] = _nothing
    warn: Callable[[str], None] = _nothing
    slot: AbstractContextManager[object] = field(default_factory=nullcontext)
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """Return the seconds left of the timeout, never below 0, or None without one."""
        if self.timeout is None:
            return None
        return max(0.0, self.started + self.timeout - time.monotonic())
