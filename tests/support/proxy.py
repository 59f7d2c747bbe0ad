"""A TCP proxy on loopback that cuts the answers to downloads."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from types import TracebackType
from urllib.parse import urlsplit


class CuttingProxy:
    """Passes everything on to `target` (a URL), but cuts a connection after `limit` bytes of a file's data.

    cuts: how many connections are cut. asked: the first line, and the Range if any, of each download.
    """

    def __init__(self, target: str, *, limit: int, cuts: int) -> None:
        there = urlsplit(target)
        self._target = (there.hostname or "", there.port or 80)
        self._limit = limit
        self.cuts = cuts
        self.asked: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> CuttingProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            downloads: list[bool] = []
            Thread(target=self._ask, args=(near, far, downloads), daemon=True).start()
            Thread(target=self._answer, args=(near, far, downloads), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket, downloads: list[bool]) -> None:
        try:
            while block := near.recv(65536):
                line, _, rest = block.partition(b"\r\n")
                if line.startswith(b"GET ") and b"/file " in line:
                    downloads.append(True)
                    wanted = [one.decode() for one in rest.split(b"\r\n") if one.lower().startswith(b"range:")]
                    self.asked.append(" ".join(["GET", *wanted]))
                far.sendall(block)
            far.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _answer(self, near: socket.socket, far: socket.socket, downloads: list[bool]) -> None:
        passed = 0
        with near, far:
            try:
                while block := far.recv(65536):
                    near.sendall(block)
                    passed += len(block)
                    if downloads and self.cuts and passed > self._limit:
                        self.cuts -= 1
                        break
            except OSError:
                pass
            for one in (near, far):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the other thread
