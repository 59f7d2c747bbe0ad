"""An image service of bare sockets: it reads as much of a body as a test wants, answers, and hangs up as it likes."""

from __future__ import annotations

import json
import socket
import ssl
import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Any, BinaryIO

IMAGE = "6f1c4a52-0d6d-4d6f-9a39-5d2c1b3f7a10"


@dataclass(frozen=True)
class Reply:
    """What becomes of one exchange with data.

    after: bytes of the request's body to read first; None for all. status: None for no answer at all.
    cut: bytes of the answer's body to send. then: `keep` the connection if all was read and sent, else close it, which
    with unread data is a reset; `reset` it in any case; or `hold` it without reading until the test is over.
    before: called between reading and answering.
    """

    status: int | None = 204
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: int | None = None
    cut: int | None = None
    then: str = "keep"
    before: Callable[[], None] = lambda: None


@dataclass
class Request:
    """A request as it arrived. `body` is what was read of it; `whole` whether that was all."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    whole: bool = False


class RawService:
    """Gives each exchange with data (PUT, or GET of a file) the next of `replies`, each GET of the image the next of
    `records`; the last of each is for ever. tls: for https.
    """

    def __init__(
        self,
        replies: Sequence[Reply],
        records: Sequence[Mapping[str, Any] | Reply] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.requests: list[Request] = []
        self._replies = list(replies)
        self._records = list(records) or [{"status": "queued"}]
        self._tls = tls
        self._over = Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 18)  # or it grows, and holds all of a body
        self._peers: list[socket.socket] = []
        self._threads = [Thread(target=self._serve, daemon=True)]

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def connections(self) -> int:
        """How many were made."""
        return len(self._peers)

    def of(self, method: str) -> list[Request]:
        """The requests with a method."""
        return [request for request in self.requests if request.method == method]

    def __enter__(self) -> RawService:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for peer in self._peers:
            with suppress(OSError):
                socket.socket.shutdown(peer, socket.SHUT_RD)  # what has arrived can still be read
        for thread in self._threads:
            thread.join(10)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            self._threads.append(Thread(target=self._converse, args=(peer,), daemon=True))
            self._threads[-1].start()

    def _converse(self, peer: socket.socket) -> None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or a reset can overtake the answer
        if self._tls:
            peer = self._tls.wrap_socket(peer, server_side=True)
        self._peers.append(peer)
        with peer, peer.makefile("rb") as stream:
            try:
                while (request := _head(stream)) is not None:
                    self.requests.append(request)
                    reply = self._reply(request)
                    _read_body(request, stream, reply.after)
                    reply.before()
                    if reply.status is not None:
                        peer.sendall(_answer(reply))
                    if reply.then != "keep" or not request.whole or reply.cut is not None:
                        return self._leave(peer, reply.then)
            except OSError:
                return None
        return None

    def _reply(self, request: Request) -> Reply:
        if request.method == "PUT" or request.path.endswith("/file"):
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        record = self._records.pop(0) if len(self._records) > 1 else self._records[0]
        if isinstance(record, Reply):
            return record
        content = json.dumps({"id": IMAGE, **record}).encode()
        if request.method == "DELETE":
            return Reply(204)
        return Reply(200, content, {"Content-Type": "application/json"})

    def _leave(self, peer: socket.socket, how: str) -> None:
        if how == "hold":
            self._over.wait()
        if how == "reset":
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _head(stream: BinaryIO) -> Request | None:
    line = stream.readline().decode()
    if not line:
        return None
    method, path, _ = line.split(" ")
    headers = {}
    while line := stream.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers)


def _read_body(request: Request, stream: BinaryIO, limit: int | None) -> None:
    if request.headers.get("transfer-encoding") == "chunked":
        request.body, request.whole = _chunks(stream, limit)
        return
    length = int(request.headers.get("content-length", 0))
    request.body = stream.read(length if limit is None else min(limit, length))
    request.whole = len(request.body) == length


def _chunks(stream: BinaryIO, limit: int | None) -> tuple[bytes, bool]:
    body = b""
    while limit is None or len(body) < limit:
        line = stream.readline()
        if not line:
            return body, False
        size = int(line, 16)
        body += stream.read(size)
        stream.readline()
        if not size:
            return body, True
    return body, False


def _answer(reply: Reply) -> bytes:
    headers = {"Content-Length": str(len(reply.body)), **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + reply.body[: reply.cut]
