"""Ends this process when its engine is gone.

An engine that is killed leaves its plugins behind for good (measured with CLI 3.274: they live in process groups of
their own). So a thread looks once a second whether the engine still listens; when it does not, running acts see
themselves cancelled, remove what they had half made, and the process ends.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 1.0  # seconds between two looks
GRACE = 30.0  # seconds that running acts get to clean up

gone = threading.Event()
_idle = threading.Condition()
_running = 0
_started = threading.Lock()


@contextmanager
def busy() -> Iterator[None]:
    """Count an act as running, so that the process does not end under it."""
    global _running  # noqa: PLW0603  one count for the process
    with _idle:
        _running += 1
    try:
        yield
    finally:
        with _idle:
            _running -= 1
            _idle.notify_all()


def watch(address: str) -> None:
    """Start watching the engine at this address, once; anything but ``host:port`` is none."""
    host, _, port = address.rpartition(":")
    if port.isdigit() and _started.acquire(blocking=False):
        threading.Thread(target=_watch, args=(host or "127.0.0.1", int(port)), daemon=True, name="lifeline").start()


def _watch(host: str, port: int) -> None:
    while _listens(host, port) or _listens(host, port):  # a second look: a single refusal may be a full backlog
        gone.wait(EVERY)
    gone.set()
    with _idle:
        _idle.wait_for(lambda: _running == 0, GRACE)
    os._exit(1)


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=EVERY).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True  # anything but a refusal may pass
    return True
