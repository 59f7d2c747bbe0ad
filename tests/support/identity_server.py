"""A small Keystone v3: gives tokens, with a catalogue, and keeps what it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.support.http_server import Answer, Call, HttpServer, Responder, in_turn


class Identity:
    """Answers POST /v3/auth/tokens.

    regions: region -> URL of the image service there. life: seconds that a token lives.
    down: how many requests to answer with 503 first.
    """

    def __init__(self, regions: Mapping[str, str], *, life: float = 3600, interface: str = "public") -> None:
        self.regions = regions
        self.life = life
        self.interface = interface
        self.requests: list[dict[str, Any]] = []
        self.down = 0

    def respond(self, call: Call) -> Answer | None:
        if (call.method, call.path) != ("POST", "/v3/auth/tokens"):
            return Answer(404, {"error": {"code": 404, "message": "not found", "title": "Not Found"}})
        if self.down:
            self.down -= 1
            return Answer(503, {"error": {"code": 503, "message": "busy", "title": "Service Unavailable"}})
        auth = call.json["auth"]
        self.requests.append(auth)
        return self._token(auth)

    def _token(self, auth: Mapping[str, Any]) -> Answer:
        methods: Sequence[str] = auth["identity"]["methods"]
        if "application_credential" in methods and "scope" in auth:
            return Answer(400, {"error": {"code": 400, "message": "no scope here", "title": "Bad Request"}})
        if auth["identity"].get("password", {}).get("user", {}).get("password") == "wrong":
            words = "The request you have made requires authentication."
            return Answer(401, {"error": {"code": 401, "message": words, "title": "Unauthorized"}})
        now = datetime.now(timezone.utc)
        token = {
            "methods": list(methods),
            "user": {"id": "u1", "name": "me", "domain": {"id": "default", "name": "Default"}},
            "project": {"id": _project(auth), "name": "p", "domain": {"id": "default", "name": "Default"}},
            "roles": [{"id": "r1", "name": "member"}],
            "issued_at": now.isoformat(),
            "expires_at": (now + timedelta(seconds=self.life)).isoformat(),
            "catalog": [{"type": "image", "id": "s1", "name": "glance", "endpoints": self._endpoints()}],
        }
        return Answer(201, {"token": token}, {"X-Subject-Token": f"token-{len(self.requests)}"})

    def _endpoints(self) -> list[dict[str, str]]:
        return [
            {"id": f"e-{region}", "interface": self.interface, "region": region, "region_id": region, "url": url}
            for region, url in self.regions.items()
        ]


@contextmanager
def keystone_and(
    images: Responder | Answer, *, places: Mapping[str, str] | None = None, life: float = 3600
) -> Iterator[tuple[HttpServer, Identity]]:
    """One server that is Keystone and the image service. places: region -> path of its endpoint."""
    service = in_turn(images) if isinstance(images, Answer) else images
    with HttpServer(service) as server:
        regions = {region: server.url + path for region, path in (places or {"R1": ""}).items()}
        identity = Identity(regions, life=life)
        server.respond = lambda call: identity.respond(call) if call.path.startswith("/v3") else service(call)
        yield server, identity


def _project(auth: Mapping[str, Any]) -> str:
    return str(auth.get("scope", {}).get("project", {}).get("id", "from-the-credential"))
