"""What the tests beside it share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

from ecl_pulumi_images import client
from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.client.transport import Transport
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.image.create import create
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import DROP, Between, error
from tests.support.clock import Clock
from tests.support.http_server import Answer, Call

PAGE = {"Content-Type": "text/html"}


Lie = Callable[[Answer], Answer]  # the right answer -> what comes in its place


LIES: dict[str, Lie] = {
    "500": lambda _: Answer(500),
    "502": lambda _: Answer(502, "<html><title>nginx</title></html>", PAGE),
    "503": lambda _: Answer(503),
    "504": lambda _: Answer(504),
    "500 of the service": lambda _: error(500, "sorry"),
    "408": lambda _: Answer(408),
    "429": lambda _: Answer(429),
    "302": lambda _: Answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
    "401 of a proxy": lambda _: Answer(401, "<html>who?</html>", PAGE),
    "403 of a proxy": lambda _: Answer(403, "<html><title>blocked</title></html>", PAGE),
    "404 of a proxy": lambda _: Answer(404, "<html><title>nothing here</title></html>", PAGE),
    "409 of a proxy": lambda _: Answer(409, "<html><title>busy</title></html>", PAGE),
    "200 and a page": lambda _: Answer(200, "<html><title>log in</title></html>", PAGE),
    "204": lambda _: Answer(204),
    "201 and nothing": lambda _: Answer(201),
    "201 and null": lambda _: Answer(201, "null"),
    "201 and a list": lambda right: Answer(201, f"[{right.content().decode()}]"),
    "201, cut": lambda right: Answer(201, right.content(), cut=20),
    "201, badly packed": lambda right: Answer(201, right.content(), {"Content-Encoding": "gzip"}),
    "201 and another image": lambda _: Answer(201, {"id": str(uuid4()), "status": "active", "size": 5}),
    "dropped": lambda _: DROP,
}


def through(between: Between, cloud: LocalCloud, **settings: Any) -> ImageClient:
    """A client whose pauses cost no time."""
    how = {"config_files": [cloud.clouds_yaml], "load_envvars": False, "endpoint_override": between.url, **settings}
    adapter = client.connect("demo1", **how)._transport._adapter
    return ImageClient(adapter, transport=Transport(adapter, clock=Clock()))


def made(images: ImageClient, name: str, file: Path, **declared: Any) -> Image:
    given = {"name": name, "local_file_path": str(file), "content_hash": content_hash(file), **declared}
    inputs, failures = check(given)
    assert failures == []
    return create(images, inputs, Conditions())


class Lying:
    """Lies about the first `times` POSTs of a record. acts: whether the service is asked at all."""

    def __init__(self, between: Between, fault: str, *, acts: bool, times: int = 1) -> None:
        self._between, self._fault, self._acts, self._left = between, fault, acts, times
        self.over = Event()
        between.meddle = self

    def __call__(self, call: Call) -> Answer | None:
        if call.method != "POST" or call.path != "/v2/images" or not self._left:
            return None
        self._left -= 1
        right = self._between.hand_on(call) if self._acts else Answer(201, {"id": str(uuid4())})
        if self._fault == "timeout":
            self.over.wait(30)
            return DROP
        return LIES[self._fault](right)
