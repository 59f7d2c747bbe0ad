"""One line for what is being done; progress that rewrites its line on a terminal and is sparse elsewhere."""

from __future__ import annotations

import sys
import time

SPARSE = 20.0
"""Seconds between two lines of progress where they cannot be rewritten, as in a log."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Progress:
    """Shows where a long job is, and for how long it has been running."""

    def __init__(self, *, live: bool | None = None) -> None:
        self.started = time.monotonic()
        self.live = sys.stderr.isatty() if live is None else live
        self._shown = self.started

    def show(self, text: str) -> None:
        """Tell the state of things, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._shown < (0.2 if self.live else SPARSE):
            return
        self._shown = now
        line = f"{text}, {now - self.started:.0f} s"
        if self.live:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        else:
            say(line)

    def clear(self) -> None:
        if self.live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
