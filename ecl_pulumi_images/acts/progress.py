"""Progress of a transfer in the engine's Info column."""

from __future__ import annotations

import time

from ecl_pulumi_images.client.clock import Clock

from .call import Call

EVERY = 2.0  # seconds; a non-interactive run prints each message as a line of its own
STEP = 5  # per cent, so that even the longest upload prints at most 20 lines
MIB = 1 << 20


class Progress:
    """Tells the engine of one transfer, seldom enough for a log, and what is true at its end if it was told of."""

    def __init__(self, call: Call, clock: Clock = time) -> None:
        self._call = call
        self._clock = clock
        self._time = clock.monotonic()
        self._step = 0
        self._line = ""

    def sent(self, sent: int, total: int | None) -> None:
        """Show how much was sent."""
        step = 100 * sent // total // STEP if total else sent // (1 << 30)
        if step > self._step and self._is_due():
            self._step = step
            self._show(line(sent, total))

    def doing(self, line: str) -> None:
        """Show what the service does, when that is news."""
        if line != self._line and self._is_due():
            self._show(line)

    def done(self, line: str) -> None:
        """Show how it ended: the last line shown would stay in the Info column."""
        if self._line:
            self._show(line)

    def _is_due(self) -> bool:
        return self._clock.monotonic() - self._time >= EVERY

    def _show(self, line: str) -> None:
        self._time, self._line = self._clock.monotonic(), line
        self._call.log(line, ephemeral=True)


def line(sent: int, total: int | None) -> str:
    """Return one line such as ``uploading: 512 of 2048 MiB (25%)``."""
    if not total:
        return f"uploading: {sent // MIB} MiB"
    return f"uploading: {sent // MIB} of {total // MIB} MiB ({100 * sent // total}%)"
