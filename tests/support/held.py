"""A TCP proxy on loopback that stops in the middle of uploads, as a very slow line would."""

from __future__ import annotations

import select
import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from urllib.parse import urlsplit

FIRST = 1 << 16  # bytes of an upload that pass before it stands still


class HeldProxy:
    """Passes everything on to `target` (a URL), but holds each upload after its first 64 KiB.

    begun: set when an upload stands still. go_on: set it to let all of them pass.
    """

    def __init__(self, target: str) -> None:
        there = urlsplit(target)
        self._target = (there.hostname or "", there.port or 80)
        self.begun = Event()
        self.go_on = Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> HeldProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_on.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            Thread(target=self._ask, args=(near, far), daemon=True).start()
            Thread(target=_answer, args=(near, far), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        passed, upload = 0, False
        try:
            while block := near.recv(FIRST):
                line = block.partition(b"\r\n")[0]
                if line.endswith(b" HTTP/1.1"):
                    passed, upload = 0, line.startswith(b"PUT ") and b"/file " in line
                far.sendall(block)
                passed += len(block)
                if upload and passed > FIRST:
                    self._hold(near)
        except OSError:
            pass
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)  # the service sees a cut upload

    def _hold(self, near: socket.socket) -> None:
        """Read no more until it may go on, or the other side hangs up."""
        gone = select.POLLRDHUP | select.POLLHUP | select.POLLERR
        poll = select.poll()
        poll.register(near, gone)
        self.begun.set()
        while not self.go_on.is_set():
            if any(happened & gone for _, happened in poll.poll(50)):
                raise OSError("hung up")


def _answer(near: socket.socket, far: socket.socket) -> None:
    with near, far:
        with suppress(OSError):
            while block := far.recv(65536):
                near.sendall(block)
        for one in (near, far):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the other thread
