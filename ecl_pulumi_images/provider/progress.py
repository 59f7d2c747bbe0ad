"""Progress of a transfer in the engine's Info column."""

from __future__ import annotations

import time
from collections.abc import Callable

from ecl_pulumi_images.client.clock import Clock

from .engine import Call

EVERY = 2.0  # seconds; a non-interactive run prints each message as a line of its own
STEP = 5  # per cent, so that even the longest upload prints at most 20 lines
MIB = 1 << 20


def shown(serving: Call, clock: Clock = time) -> Callable[[int, int | None], None]:
    """Return a progress callback that shows what was sent, seldom enough for a log."""
    last_time, last_step = clock.monotonic(), 0

    def progress(sent: int, total: int | None) -> None:
        nonlocal last_time, last_step
        step = 100 * sent // total // STEP if total else sent // (1 << 30)
        if step > last_step and clock.monotonic() - last_time >= EVERY:
            last_time, last_step = clock.monotonic(), step
            serving.log(line(sent, total), ephemeral=True)

    return progress


def told(serving: Call, clock: Clock = time) -> Callable[[str], None]:
    """Return a callback that shows what the service does, when that is news, seldom enough for a log."""
    last_time, last_line = clock.monotonic(), ""

    def doing(line: str) -> None:
        nonlocal last_time, last_line
        if line != last_line and clock.monotonic() - last_time >= EVERY:
            last_time, last_line = clock.monotonic(), line
            serving.log(line, ephemeral=True)

    return doing


def line(sent: int, total: int | None) -> str:
    """Return one line such as ``uploading: 512 of 2048 MiB (25%)``."""
    if not total:
        return f"uploading: {sent // MIB} MiB"
    return f"uploading: {sent // MIB} of {total // MIB} MiB ({100 * sent // total}%)"
