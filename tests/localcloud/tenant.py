"""The image service by plain requests: the local cloud is tested without our own client."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from ecl_pulumi_images.localcloud import LocalCloud

BYTES = {"Content-Type": "application/octet-stream"}
Record = dict[str, Any]


class Tenant:
    """One account's session with the image service."""

    def __init__(self, cloud: LocalCloud, name: str = "demo1") -> None:
        variables = cloud.environment(name)
        domain = {"id": "default"}
        user = {"name": variables["OS_USERNAME"], "password": variables["OS_PASSWORD"], "domain": domain}
        scope = {"project": {"name": variables["OS_PROJECT_NAME"], "domain": domain}}
        body = {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}
        answer = requests.post(f"{variables['OS_AUTH_URL']}/auth/tokens", json=body, timeout=60)
        answer.raise_for_status()
        self.token = answer.headers["X-Subject-Token"]
        self.catalogue = {entry["type"]: entry["endpoints"][0]["url"] for entry in answer.json()["token"]["catalog"]}
        self._images = f"{self.catalogue['image']}/v2/images"
        self.http = requests.Session()
        self.http.headers.update({"X-Auth-Token": self.token, "Accept": "application/json"})

    def create(self) -> str:
        """An image record without data; its id."""
        fields = {"name": "local cloud test", "disk_format": "raw", "container_format": "bare"}
        created: Record = self.ok("POST", "", json=fields).json()
        return str(created["id"])

    def ok(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """One call below /v2/images that must succeed."""
        answer = self.http.request(method, self._images + path, timeout=60, **arguments)
        answer.raise_for_status()
        return answer

    def until(self, image_id: str, done: Callable[[Record], bool]) -> Record:
        """Ask for the image until it is as wished; an import that failed ends the wait."""
        while True:
            record: Record = self.ok("GET", f"/{image_id}").json()
            if done(record):
                return record
            assert not record.get("os_glance_failed_import"), record


@contextlib.contextmanager
def served(content: bytes) -> Iterator[str]:
    """A URL on loopback that answers with `content`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/image.raw"
        finally:
            server.shutdown()
            thread.join()
