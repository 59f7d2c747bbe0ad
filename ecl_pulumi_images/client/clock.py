"""The clock that pauses and deadlines go by."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """What the module `time` offers, which is the default everywhere. Seconds; tests bring their own."""

    def time(self) -> float: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...
