"""A clock that goes on only when it is told to sleep."""

from __future__ import annotations


class Clock:
    """What the module `time` offers, without waiting. Seconds; `slept` lists every pause."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
