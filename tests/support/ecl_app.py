"""What only NTT Enterprise Cloud has, as a small WSGI application: no public server can be asked for it.

It behaves as the notes on the service and NTT's own SDK say: an image service of API 2.6 (no `os_hidden`, no
`os_hash_*`, no stores), `license_switch` at the top level, licence types, and copies to other tenants.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import Any
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

JOBS = "/v2/extension/image_replicator/jobs"
TYPES = ("Red_Hat_Enterprise_Linux_7_BYOL", "WindowsServer_2012R2_Standard_64_ComLicense")
LATER_FIELDS = frozenset({"os_hidden", "os_hash_algo", "os_hash_value", "stores"})  # API 2.7 and 2.8
READ_ONLY = frozenset({"size", "status", "checksum", "created_at", "updated_at", "file", "schema", "self"})


class EclApp:
    """The application. `images` and `jobs` are what it holds, `calls` what it was asked, with bodies.

    A job goes on by 50 percent with every look at it.
    """

    def __init__(self, tenant: str = "tenant-a", region: str = "jp1") -> None:
        self.tenant = tenant
        self.region = region
        self.images: dict[str, dict[str, Any]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, Any]] = []
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body = json.loads(sent) if sent and "json" in environ.get("CONTENT_TYPE", "") else sent
        with self._lock:
            self.calls.append((method, path, body))
            status, answer = self._answer(method, path, body)
        content = b"" if answer is None else json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        start_response(status, [*headers, ("x-openstack-request-id", f"req-{uuid4()}")])
        return [content]

    def _answer(self, method: str, path: str, body: Any) -> tuple[str, Any]:
        if path.startswith(JOBS):
            return self._job(method, path[len(JOBS) + 1 :], body)
        if path == "/v2/extension/license_switch/types":
            return "200 OK", {"license_switch_types": list(TYPES)}
        if path == "/v2/images":
            return self._create(body) if method == "POST" else ("200 OK", {"images": list(self.images.values())})
        found = re.fullmatch(r"/v2/images/([^/]+)(/file)?", path)
        if not found or found[1] not in self.images:
            return _error("404 Not Found", f"no {path}")
        return self._image(method, found[1], bool(found[2]), body)

    def _create(self, body: dict[str, Any]) -> tuple[str, Any]:
        for later in sorted(LATER_FIELDS & body.keys()):
            return _error("400 Bad Request", f"Additional properties are not allowed: {later}")
        image = {
            "id": str(uuid4()),
            "status": "queued",
            "visibility": "private",
            "owner": self.tenant,
            "size": None,
            "checksum": None,
            "tags": [],
            "protected": False,
            "min_disk": 0,
            "min_ram": 0,
            "license_switch": None,
            "created_at": "2026-01-02T03:04:05Z",
            "updated_at": "2026-01-02T03:04:05Z",
            "virtual_size": None,
            **body,
        }
        self.images[image["id"]] = image
        return "201 Created", image

    def _image(self, method: str, image_id: str, is_data: bool, body: Any) -> tuple[str, Any]:
        image = self.images[image_id]
        if is_data:
            image |= {"status": "active", "size": len(body)}
            return "204 No Content", None
        if method == "DELETE":
            del self.images[image_id]
            return "202 Accepted", None
        if method == "PATCH":
            return _patched(image, body)
        return "200 OK", image

    def _job(self, method: str, job_id: str, body: Any) -> tuple[str, Any]:
        if method == "POST":
            return self._start(body)
        if not job_id:
            return "200 OK", list(self.jobs.values())
        if job_id not in self.jobs:
            return _error("404 Not Found", f"no job {job_id}")
        if method == "DELETE":
            self.jobs[job_id]["status"] = "cancelled"
            return "204 No Content", None
        return "200 OK", self._moved(self.jobs[job_id])

    def _start(self, body: dict[str, str]) -> tuple[str, Any]:
        if body.keys() != {"image_id", "tenant_id_dst"} or body["image_id"] not in self.images:
            return _error("400 Bad Request", "image_id and tenant_id_dst are needed")
        image = self.images[body["image_id"]]
        job = {
            "job_id": str(uuid4()),
            "status": "queued",
            "copy_progress": 0,
            "destination_image_id": None,
            "source_image_id": image["id"],
            "source_image_name": image.get("name"),
            "schema": f"{JOBS}/schema",
            "source_region_id": self.region,
            "source_tenant_id": self.tenant,
            "destination_region_id": self.region,
            "destination_tenant_id": body["tenant_id_dst"],
        }
        self.jobs[job["job_id"]] = job
        return "202 Accepted", dict(job)

    def _moved(self, job: dict[str, Any]) -> dict[str, Any]:
        if job["status"] in {"queued", "active"}:
            job["copy_progress"] += 50
            job["status"] = "active" if job["copy_progress"] < 100 else "success"
        if job["status"] == "success" and job["destination_image_id"] is None:
            job["destination_image_id"] = str(uuid4())
        return job


def _patched(image: dict[str, Any], operations: list[dict[str, Any]]) -> tuple[str, Any]:
    changed = dict(image)
    for operation in operations:
        key = operation["path"][1:].replace("~1", "/").replace("~0", "~")
        if key in READ_ONLY | {"license_switch"}:
            return _error("403 Forbidden", f"Attribute '{key}' is read-only.")
        if operation["op"] == "remove":
            changed.pop(key, None)
        else:
            changed[key] = operation["value"]
    image.clear()
    image |= changed
    return "200 OK", image


def _error(status: str, message: str) -> tuple[str, dict[str, str]]:
    return status, {"message": message, "code": status, "title": status[4:]}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Tests look at `calls`."""


@contextmanager
def served(app: EclApp) -> Iterator[str]:
    """The application on loopback; yields its URL."""
    server = make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
