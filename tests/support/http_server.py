"""A real HTTP server on loopback that answers what a test tells it to, or hangs up."""

from __future__ import annotations

import json
import socket
import ssl
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Call:
    """A request as it arrived. `path` has no query."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What to answer. `cut`: close after so many bytes of the body."""

    status: int = 200
    body: bytes | str | dict[str, Any] | list[Any] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None

    def content(self) -> bytes:
        if isinstance(self.body, (dict, list)):
            return json.dumps(self.body).encode()
        return self.body.encode() if isinstance(self.body, str) else self.body


HANG_UP = None  # in the place of an answer: read the request and reset the connection

Responder = Callable[[Call], Answer | None]


class HttpServer:
    """Answers each request by `respond`; keeps all of them in `calls`. With `tls` it speaks HTTPS."""

    def __init__(self, respond: Responder, tls: ssl.SSLContext | None = None) -> None:
        self.calls: list[Call] = []
        self.respond = respond
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def asked(self) -> list[str]:
        """Method and path of every call."""
        return [f"{call.method} {call.path}" for call in self.calls]

    def __enter__(self) -> HttpServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the acknowledgement of its headers

            def handle_one_request(self) -> None:
                self.raw_requestline = b""
                with suppress(ConnectionError):  # the client may have gone in the middle of an answer
                    self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = b"".join(self._chunks()) if "Transfer-Encoding" in self.headers else self._sized()
                path, _, query = self.path.partition("?")
                call = Call(self.command, path, query, dict(self.headers.items()), body)
                server.calls.append(call)
                self._answer(server.respond(call))

            def _sized(self) -> bytes:
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))

            def _chunks(self) -> Iterator[bytes]:
                """RFC 9112, 7.1, without extensions and trailers."""
                while size := int(self.rfile.readline(), 16):
                    yield self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()

            def _answer(self, answer: Answer | None) -> None:
                if answer is None:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    return
                content = answer.content()
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(ConnectionError):  # the client may have gone
                    self.wfile.write(content[: answer.cut])
                self.close_connection = self.close_connection or answer.cut is not None

            def log_message(self, *_: Any) -> None:
                """Tests look at `calls`."""

        return Handler


def in_turn(*answers: Answer | None) -> Responder:
    """Answer these one after the other, the last one for ever."""
    waiting = list(answers)
    return lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]
