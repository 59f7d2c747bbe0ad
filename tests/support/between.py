"""A thin filter before the real image service: it hands requests on, and answers itself where a test wants that."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import requests

from tests.support.http_server import Answer, Call, HttpServer

Meddle = Callable[[Call], "Answer | None"]
OWN = frozenset({"host", "connection", "transfer-encoding"})  # each connection's own affair
DROP = Answer(0)  # in the place of an answer: hang up
KEPT = ("Content-Type", "x-openstack-request-id", "X-Subject-Token")


def error(status: int, words: str) -> Answer:
    """An answer as Glance's."""
    return Answer(status, {"message": words, "code": str(status), "title": "x"}, {"x-openstack-request-id": "req-1"})


class Between:
    """meddle: asked first about each request, from the thread that serves it; None hands the request on, DROP hangs
    up.
    """

    def __init__(self, target: str) -> None:
        self.meddle: Meddle = lambda _: None
        self._target = target
        self._server = HttpServer(self._respond)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def calls(self) -> list[Call]:
        return self._server.calls

    def asked(self) -> list[str]:
        """Method and path of the requests, ids left out."""
        return [f"{call.method} {'/'.join(_plain(call.path))}" for call in self.calls]

    def __enter__(self) -> Between:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    def _respond(self, call: Call) -> Answer | None:
        answer = self.meddle(call) or self.hand_on(call)
        return None if answer is DROP else answer

    def hand_on(self, call: Call) -> Answer:
        """What the real service answers."""
        headers = {name: value for name, value in call.headers.items() if name.lower() not in OWN}
        url = f"{self._target}{call.path}" + (f"?{call.query}" if call.query else "")
        answer = requests.request(call.method, url, data=call.body, headers=headers, timeout=60)
        return Answer(
            answer.status_code, answer.content, {name: answer.headers[name] for name in KEPT if name in answer.headers}
        )


def _plain(path: str) -> list[str]:
    return [part if len(part) != 36 else "ID" for part in path.split("/")]
