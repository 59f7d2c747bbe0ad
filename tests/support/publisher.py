"""A web server that publishes files, for programs that fetch them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

USER, PASSWORD = "me", "S3CR3T"
_BASIC = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Publisher:
    """Serves `files` by name. Under /chunked/ it does not tell their length, /private/ wants USER and PASSWORD, /moved/
    redirects, /cut/ hangs up in the middle; any other name is a 404. `asked` holds what was asked for.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"publisher": self}))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def __enter__(self) -> Publisher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        self.publisher.asked.append(self.path)
        way, _, name = self.path.lstrip("/").partition("?")[0].rpartition("/")
        content = self.publisher.files.get(name)
        if content is None:
            self._answer(404, b"no such file")
        elif way == "private" and self.headers.get("Authorization") != _BASIC:
            self._answer(401, b"who are you?")
        elif way == "moved":
            self._answer(302, b"", Location=f"/{name}")
        elif way == "chunked":
            self._chunked(content)
        else:
            self._answer(200, content, cut=len(content) // 2 if way == "cut" else None)

    def _answer(self, status: int, content: bytes, cut: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        with suppress(ConnectionError):  # the client may have had enough
            self.wfile.write(content[:cut])
        self.close_connection = self.close_connection or cut is not None

    def _chunked(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(ConnectionError):
            for at in range(0, len(content), 10_000):
                part = content[at : at + 10_000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: Any) -> None:
        """Tests look at `asked`."""
