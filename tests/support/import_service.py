"""An image service with imports whose course is scripted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from tests.support.http_server import Answer, Call

ID = str(uuid4())
OURS = {"x-openstack-request-id": "req-1"}


class ImportService:
    """Answers as Glance does. methods: the imports it offers, None for a service older than imports. looks: the image
    as each GET finds it, the last one for ever; None for "not found". tasks: their messages.
    """

    def __init__(
        self,
        looks: Sequence[Mapping[str, Any] | None] = (),
        *,
        methods: Sequence[str] | None = ("glance-direct", "web-download"),
        tasks: Sequence[str] = (),
    ) -> None:
        self._looks = list(looks)
        self._methods = methods
        self._tasks = tasks

    def respond(self, call: Call) -> Answer:
        """Answer one request."""
        if call.path == "/v2/info/import":
            return self._info()
        if call.path == "/v2/images":
            return Answer(201, {**call.json, "id": ID, "status": "queued"}, OURS)
        if call.path.endswith("/tasks"):
            return Answer(200, {"tasks": [{"status": "failure", "message": message} for message in self._tasks]}, OURS)
        if call.method == "GET":
            return self._look()
        return Answer(202 if call.method == "POST" else 204, b"", OURS)

    def _info(self) -> Answer:
        if self._methods is None:
            return Answer(404, {"message": "not found", "code": "404 Not Found", "title": "Not Found"}, OURS)
        return Answer(200, {"import-methods": {"type": "array", "value": list(self._methods)}}, OURS)

    def _look(self) -> Answer:
        look = self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]
        if look is None:
            return Answer(404, {"message": "No image found", "code": "404 Not Found", "title": "Not Found"}, OURS)
        return Answer(200, {"id": ID, **look}, OURS)
