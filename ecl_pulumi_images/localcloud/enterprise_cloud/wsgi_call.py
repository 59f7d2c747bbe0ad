"""Call a WSGI application from inside its own process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """What an application answered. The body comes in blocks, and only once."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    blocks: Iterable[bytes] = ()

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(b"".join(self.blocks))


def call(
    application: Application,
    method: str,
    path: str,
    token: str,
    *,
    data: IO[bytes] | None = None,
    size: int = 0,
    kind: str = "application/json",
) -> Answer:
    """Make one request with this token; `data` holds `size` bytes."""
    answer = Answer()

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], None]:
        answer.status, answer.headers = int(status[:3]), headers
        return lambda _: None

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(size),
        "HTTP_X_AUTH_TOKEN": token,
        "HTTP_ACCEPT": "application/json",
        "wsgi.input": data or io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    answer.blocks = application(environ, start)
    return answer


def send_json(application: Application, method: str, path: str, token: str, body: Mapping[str, Any]) -> Answer:
    """Make one request with a JSON body."""
    text = json.dumps(body).encode()
    return call(application, method, path, token, data=io.BytesIO(text), size=len(text))
