"""A reverse proxy on loopback that writes down every request and how long the server behind it took."""

from __future__ import annotations

import http.client
import re
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import urlsplit

HOP = {"connection", "transfer-encoding", "keep-alive", "content-length", "date", "server"}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Recorder:
    """Passes requests on to `target` (a URL). taken: of each request its method and path, and the server's seconds."""

    def __init__(self, target: str) -> None:
        self.taken: list[tuple[str, float]] = []
        recorder, netloc = self, urlsplit(target).netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                began = time.perf_counter()
                server = http.client.HTTPConnection(netloc)
                server.request(self.command, self.path, body or None, dict(self.headers.items()))
                answer = server.getresponse()
                data = answer.read()
                recorder.taken.append(
                    (f"{self.command} {ID.sub('ID', urlsplit(self.path).path)}", time.perf_counter() - began)
                )
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP:
                        self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass  # noqa: N815  names of http.server

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Recorder:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def since_last(self) -> tuple[Counter[str], float]:
        """The requests since the last call, counted by kind, and the sum of the server's seconds."""
        taken, self.taken = self.taken, []
        return Counter(kind for kind, _ in taken), sum(seconds for _, seconds in taken)
