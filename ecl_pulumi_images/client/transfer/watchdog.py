"""Watches one exchange from a thread of its own, and hangs up when it stands still or nobody wants it any more.

A thread that sends or waits inside the HTTP libraries cannot look up; shutting its socket down wakes it. The
time-outs of sockets will not do: `sendall` counts the whole block against them, so that a slow link fails.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Any

from urllib3.util.wait import wait_for_read

GRACE = 5.0  # seconds, and no more than `stall`, that it then has to say why
TICK = 0.5  # seconds between two looks


class Guard:
    """The watch over one exchange; a context manager.

    stall: seconds that one block may take. cancelled: asked at every look, from the guard's thread.
    stalled, unwanted: why it hung up, if it did.
    """

    def __init__(
        self,
        cancelled: Callable[[], bool] | None = None,
        *,
        stall: float = 60.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stall = stall
        self.stalled = self.unwanted = False
        self._cancelled = cancelled
        self._monotonic = monotonic
        self._since: float | None = None
        self._socket: Any = None
        self._over = Event()
        self._thread = Thread(target=self._watch, name="transfer-guard", daemon=True)

    def __enter__(self) -> Guard:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def connected(self, sock: Any) -> None:
        """Take over the time-outs of a new connection's socket."""
        sock.settimeout(None)
        self._socket = sock

    def busy(self) -> None:
        """A block has been handed to the network."""
        self._since = self._monotonic()

    def idle(self) -> None:
        """The network has taken it."""
        self._since = None

    def _watch(self) -> None:
        while not self._over.wait(TICK):
            self.look()

    def look(self) -> None:
        """Decide whether to hang up. Called twice a second."""
        since, now = self._since, self._monotonic()
        if self._cancelled is not None and self._cancelled():
            self.unwanted = True
            self._hang_up(socket.SHUT_RDWR)
        elif since is None:
            return
        elif now - since > self.stall:
            self.stalled = True
            late = now - since > self.stall + min(GRACE, self.stall)
            self._hang_up(socket.SHUT_RDWR if late else socket.SHUT_WR)  # after SHUT_WR an answer can still be read
        elif self._answered():
            self._hang_up(socket.SHUT_WR)

    def _answered(self) -> bool:
        """Whether an answer has come before the end of the body. TLS hides it: its own messages look the same."""
        sock = self._socket
        if sock is None or not isinstance(sock, socket.socket) or isinstance(sock, ssl.SSLSocket):
            return False
        with suppress(OSError, ValueError):  # closed meanwhile
            return wait_for_read(sock, timeout=0)
        return False

    def _hang_up(self, how: int) -> None:
        with suppress(OSError, ValueError):  # closed meanwhile, or by the other side
            if isinstance(self._socket, socket.socket):
                socket.socket.shutdown(self._socket, how)  # SSLSocket's own would throw its state away first
            elif self._socket is not None:
                self._socket.close()  # TLS inside TLS
