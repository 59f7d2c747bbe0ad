"""A provider that tells what it sees of the SDK, to run in a plugin process of the SDK's own."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any

from pulumi.dynamic import CheckResult, ConfigureRequest, CreateResult, ReadResult, ResourceProvider

from ecl_pulumi_images.acts.kind import ActFailed, Made
from ecl_pulumi_images.provider import engine

THREADS = 6  # more than the four of the SDK's server
_together = threading.Barrier(THREADS)


class Canary(ResourceProvider):
    """create reports, check waits until THREADS of its calls run at once, read fails."""

    workers: int
    widened: bool

    def configure(self, _req: ConfigureRequest) -> None:
        self.workers = _workers()
        self.widened = engine.widen()

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        _together.wait(60)
        return CheckResult(news, [])

    def create(self, _props: dict[str, Any]) -> CreateResult:
        serving = engine.call()
        seen = {"urn": serving.request.urn, "timeout": serving.timeout, "cancelled": serving.cancelled()}
        return CreateResult("1", {"workers": self.workers, "widened": self.widened, **seen})

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        if props["how"] == "cleanly":
            engine.fail(engine.call(), ActFailed("one line"))
        if props["how"] == "partially":
            engine.fail(engine.call(), ActFailed("one line", Made(id_, {"left": "1"})))
        raise ValueError("one line")


def _workers() -> int:
    """Threads of the server that runs this call, 0 when it is not found."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "_worker":
            return int(frame.f_locals["executor_reference"]()._max_workers)
        frame = frame.f_back
    return 0
