"""What the local cloud's Keystone says, asked as the image service's own account."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from ..accounts import SERVICE_PASSWORD, SERVICE_PROJECT, SERVICE_USER

_DIRECT = build_opener(ProxyHandler({}))


class Identity:
    """A Keystone, by its URL with /v3. The account is an administrator's."""

    def __init__(self, auth_url: str) -> None:
        self._url = auth_url

    def token(self) -> str:
        """A new token of the image service's account."""
        domain = {"id": "default"}
        user = {"name": SERVICE_USER, "password": SERVICE_PASSWORD, "domain": domain}
        scope = {"project": {"name": SERVICE_PROJECT, "domain": domain}}
        body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}
        request = Request(f"{self._url}/auth/tokens", json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - our own URL
        with _DIRECT.open(request) as answer:
            return str(answer.headers["X-Subject-Token"])

    def project_of(self, token: str) -> str | None:
        """The project that a token is for; None when it is no valid token."""
        found = self._get("/auth/tokens", {"X-Subject-Token": token})
        return None if found is None else str(found["token"]["project"]["id"])

    def has_project(self, project_id: str) -> bool:
        """Whether there is a project of this id."""
        return self._get(f"/projects/{project_id}", {}) is not None

    def _get(self, path: str, headers: dict[str, str]) -> Any:
        request = Request(self._url + path, headers={"X-Auth-Token": self.token(), **headers})  # noqa: S310 - our own URL
        try:
            with _DIRECT.open(request) as answer:
                return json.load(answer)
        except HTTPError as error:
            error.close()
            return None
