"""What may come in the place of an answer, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from tests.support.between import DROP, Between, error
from tests.support.http_server import Answer, Call

_PAGE = {"Content-Type": "text/html"}
Lie = Callable[[Answer], Answer]  # the right answer -> what comes in its place


def _own(status: int) -> Lie:
    return lambda _: error(status, "as the test wants it")


def _page(status: int) -> Lie:
    return lambda _: Answer(status, f"<html><title>proxy {status}</title></html>", _PAGE)


LIES: dict[str, Lie] = {
    **{f"{status} of the service": _own(status) for status in (401, 403, 404, 408, 409, 410, 413, 429, 500, 503)},
    **{f"{status} of a proxy": _page(status) for status in (400, 401, 403, 404, 408, 409, 413, 429)},
    **{f"{status} of a proxy": _page(status) for status in (500, 502, 503, 504)},
    "200 and a page": _page(200),
    "200 and nothing": lambda _: Answer(200),
    "200 and {}": lambda _: Answer(200, "{}"),
    "200 and null": lambda _: Answer(200, "null"),
    "200 and another object": lambda _: Answer(200, {"id": str(uuid4()), "ok": True}),
    "200 and a list": lambda right: Answer(200, f"[{right.content().decode('utf-8', 'replace')}]"),
    "202": lambda _: Answer(202),
    "204": lambda _: Answer(204),
    "302": lambda _: Answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
    "cut": lambda right: Answer(right.status, right.content() or b"x" * 40, right.headers, cut=20),
    "badly packed": lambda right: Answer(right.status, right.content(), {"Content-Encoding": "gzip"}),
    "dropped": lambda _: DROP,
}
#: Answers of whoever has not carried the request out: the service itself, and what looks at tokens before it.
REFUSALS = frozenset(name for name in LIES if name.endswith("of the service") and name[:3] < "500") | {"401 of a proxy"}
SPANS = {"once": 1, "four times": 4, "for ever": 1 << 30}
_KILLED = "killed"  # the process is: nothing of it comes out any more


@dataclass(frozen=True)
class Fault:
    """A lie, how many requests it meets one after the other, and whether the service acts on them all the same.

    span: one of SPANS, or "killed": the process ends there, and no more than that one request is acted on.
    """

    lie: str
    span: str
    acts: bool

    @property
    def killed(self) -> bool:
        return self.span == _KILLED

    def __str__(self) -> str:
        acts = "acted" if self.acts else "not acted"
        return f"killed, {acts}" if self.killed else f"{self.lie}, {acts}, {self.span}"


KILLED = [Fault("dropped", _KILLED, acts) for acts in (True, False)]
FAULTS = [
    Fault(lie, span, acts) for lie in LIES for span in SPANS for acts in (True, False) if not (acts and lie in REFUSALS)
]


class At:
    """Meddles with a proxy: the fault begins at request `number`, counted from 0."""

    def __init__(self, between: Between, fault: Fault, number: int) -> None:
        self._between, self._fault = between, fault
        self._due, self._left = number, SPANS.get(fault.span, 1)
        between.meddle = self

    def __call__(self, call: Call) -> Answer | None:
        if self._due:
            self._due -= 1
            return None
        if not self._left:
            return DROP if self._fault.killed else None
        self._left -= 1
        right = self._between.hand_on(call) if self._fault.acts else Answer(200, b"x" * 40)
        return LIES[self._fault.lie](right)
