"""Glance dressed as NTT Enterprise Cloud's image service: an older API, and its own extensions."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Iterable
from http.client import responses
from typing import Any

from .keystone import Identity
from .replicator import Replicator, Reply
from .rules import LICENCES, refusal, rewrites, rewritten
from .wsgi_call import Application

_JOBS = "/v2/extension/image_replicator/jobs"
_TYPES = "/v2/extension/license_switch/types"
_CHANGES = ("POST", "PATCH")


class Ecl:
    """The WSGI application: answers the extensions itself, refuses what is too young, and rewrites the rest."""

    def __init__(self, glance: Application, auth_url: str) -> None:
        self._glance, self._identity = glance, Identity(auth_url)
        self._replicator = Replicator(glance, self._identity)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve one request."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path.startswith("/v2/extension/"):
            return _replied(self._extension(method, path, environ), start_response)
        body = _body(environ) if method in _CHANGES else b""
        refused = refusal(method, path, environ.get("QUERY_STRING", ""), body)
        if refused is not None:
            return _replied(refused, start_response)
        return (
            self._answered(environ, start_response) if rewrites(method, path) else self._glance(environ, start_response)
        )

    def _extension(self, method: str, path: str, environ: dict[str, Any]) -> Reply:
        token = environ.get("HTTP_X_AUTH_TOKEN", "")
        project = self._identity.project_of(token) if token else None
        if project is None:
            return 401, "Authentication required."
        if (method, path) == ("GET", _TYPES):
            return 200, {"license_switch_types": list(LICENCES)}
        if not (path == _JOBS or path.startswith(f"{_JOBS}/")):
            return 404, "The resource could not be found."
        return self._job(method, path.removeprefix(_JOBS).strip("/"), token, project, environ)

    def _job(self, method: str, job_id: str, token: str, project: str, environ: dict[str, Any]) -> Reply:
        if method == "POST" and not job_id:
            return self._replicator.start(token, _json(_body(environ)))
        if method == "GET":
            return self._replicator.shown(project, job_id) if job_id else self._replicator.listed(project)
        if method == "DELETE" and job_id:
            return self._replicator.cancelled(project, job_id)
        return 405, "The method is not allowed for this resource."

    def _answered(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Glance's answer without what is younger than this service."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], None]:
            started[:] = [status, headers]
            return lambda _: None

        body = rewritten(b"".join(self._glance(environ, start)))
        status, headers = started
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]


def _body(environ: dict[str, Any]) -> bytes:
    """The request's body, which stays there to be read by Glance."""
    body: bytes = environ["wsgi.input"].read()
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return body


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _replied(reply: Reply, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A reply as the service writes it: JSON, and errors as Glance words them for whoever accepts JSON."""
    status, answer = reply
    reason = responses[status]
    if status >= 400:
        answer = {"message": answer, "code": f"{status} {reason}", "title": reason}
    body = b"" if answer is None else json.dumps(answer).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(f"{status} {reason}", [*headers, ("x-openstack-request-id", f"req-{uuid.uuid4()}")])
    return [body]
