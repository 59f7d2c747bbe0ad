"""A thin filter before the real image service that makes it answer like older ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests

from tests.support.http_server import Answer, Call

LATER = ("os_hidden", "os_hash_algo", "os_hash_value", "stores")


class OldGlance:
    """Hands requests on. eq: whether the operator is known, "refused", or "literal" (read as a part of the value).

    Fields of API 2.7 and later are taken out of answers; asking for them is a 400, as is `visibility=all`.
    """

    def __init__(self, url: str, *, eq: str = "refused") -> None:
        self.url = url
        self.eq = eq

    def respond(self, call: Call) -> Answer:
        query = parse_qsl(call.query)
        refused = self._refused(call, dict(query))
        if refused:
            return Answer(400, {"message": refused, "code": "400 Bad Request", "title": "Bad Request"})
        if self.eq == "literal":
            query = [(name, f"eq:{value}" if name == "name" else value) for name, value in query]
        return self._handed_on(call, urlencode(query))

    def _refused(self, call: Call, query: Mapping[str, str]) -> str:
        body = json.loads(call.body) if call.method == "POST" and call.body else {}
        if any(name in LATER for name in (*query, *body)) or query.get("visibility") == "all":
            return "Invalid filter or field"
        if self.eq == "refused" and query.get("name", "").startswith("eq:"):
            return "Unable to filter by unknown operator."
        return ""

    def _handed_on(self, call: Call, query: str) -> Answer:
        headers = {name: value for name, value in call.headers.items() if name.lower() not in {"host", "connection"}}
        url = f"{self.url}{call.path}" + (f"?{query}" if query else "")
        answer = requests.request(call.method, url, data=call.body, headers=headers, timeout=30)
        kept = {
            name: answer.headers[name] for name in ("Content-Type", "x-openstack-request-id") if name in answer.headers
        }
        return Answer(answer.status_code, _without_later(answer.content), kept)


def _without_later(body: bytes) -> bytes:
    try:
        found: Any = json.loads(body)
    except ValueError:
        return body
    for image in found.get("images", [found]):
        for name in LATER:
            image.pop(name, None)
    return json.dumps(found).encode()
