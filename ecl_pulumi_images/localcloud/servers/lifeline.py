"""A child that must not outlive the process that started it, whatever way that one ends.

The starter holds the write end of a pipe that nobody writes to; its death, however sudden, closes it, and the
read end, which the child has and LOCALCLOUD_LIFELINE names, tells. Without that variable the child is on its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

VARIABLE = "LOCALCLOUD_LIFELINE"


def follow(end: Callable[[], None]) -> None:
    """In the child: call `end` when the starter is gone."""
    read_end = os.environ.get(VARIABLE)
    if read_end:
        threading.Thread(target=_watch, args=(int(read_end), end), daemon=True).start()


def _watch(read_end: int, end: Callable[[], None]) -> None:
    os.read(read_end, 1)
    end()
