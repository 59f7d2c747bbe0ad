"""NTT Enterprise Cloud's image replicator, for one region: it really copies, from one project to another.

Behaves as its API reference says ("Copy image", "Get image copy job details", "Cancel during copy image" at
https://sdpf.ntt.com/services/docs/image-storage/api-references/).
"""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Mapping
from typing import Any

from ..accounts import REGION
from .keystone import Identity
from .rules import YOUNGER
from .wsgi_call import Application, call, send_json

FORMATS = frozenset({"raw", "qcow2", "iso"})
_OF_THE_SERVER = frozenset(
    (
        *("id", "owner", "status", "visibility", "size", "virtual_size", "checksum", "created_at", "updated_at"),
        *("self", "file", "schema", "protected", "locations", "direct_url", *YOUNGER),
    )
)
Reply = tuple[int, Any]  # status and JSON body


class Replicator:
    """Jobs of this process: they end with it."""

    def __init__(self, glance: Application, identity: Identity) -> None:
        self._glance, self._identity = glance, identity
        self._jobs: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def start(self, token: str, asked: Any) -> Reply:
        """Begin a job, or refuse it as the service does."""
        image_id, tenant = _text(asked, "image_id"), _text(asked, "tenant_id_dst")
        if not image_id or not tenant:
            return 400, "image_id and tenant_id_dst are required"
        found = call(self._glance, "GET", f"/v2/images/{image_id}", token)
        image = found.json()
        if found.status != 200:
            return found.status, f"image {image_id} is not found"
        if not self._identity.has_project(tenant):
            return 404, f"tenant {tenant} is not found"
        if image["status"] != "active" or image["disk_format"] not in FORMATS:
            return 409, f"image {image_id} is {image['status']}, format {image['disk_format']}: it cannot be copied"
        job = self._new(image, tenant)
        threading.Thread(target=self._run, args=(job, token, image), daemon=True).start()
        return 202, {"job_id": job["job_id"]}

    def listed(self, project: str) -> Reply:
        """All jobs of a project."""
        return 200, [dict(job) for job in list(self._jobs.values()) if job["source_tenant_id"] == project]

    def shown(self, project: str, job_id: str) -> Reply:
        """One job of a project."""
        job = self._jobs.get(job_id)
        if job is None or job["source_tenant_id"] != project:
            return 404, f"job {job_id} is not found"
        return 200, dict(job)

    def cancelled(self, project: str, job_id: str) -> Reply:
        """Stop a job that runs; one that has ended stays."""
        status, job = self.shown(project, job_id)
        if status != 200:
            return status, job
        if not self._move(job_id, "canceled"):
            return 409, f"job {job_id} is {job['status']}"
        return 204, None

    def _new(self, image: Mapping[str, Any], tenant: str) -> dict[str, Any]:
        job = {
            "job_id": str(uuid.uuid4()),
            "status": "replicate_requested",
            "copy_progress": 0,
            "source_image_id": image["id"],
            "source_image_name": image["name"],
            "source_region_id": REGION,
            "source_tenant_id": image["owner"],
            "destination_image_id": None,
            "destination_region_id": REGION,
            "destination_tenant_id": tenant,
        }
        self._jobs[str(job["job_id"])] = job
        return job

    def _move(self, job_id: str, status: str, **facts: Any) -> bool:
        """Take a job that has not ended to another status; False when it has."""
        with self._lock:
            job = self._jobs[job_id]
            if job["status"] not in ("replicate_requested", "replicating"):
                return False
            job.update(facts, status=status)
            return True

    def _run(self, job: dict[str, Any], token: str, image: Mapping[str, Any]) -> None:
        self._move(job["job_id"], "replicating")
        try:
            copy = self._copied(token, image, job["destination_tenant_id"])
        except Exception:  # noqa: BLE001 - whatever went wrong, the job's status is all that the service tells
            self._move(job["job_id"], "error")
        else:
            self._move(job["job_id"], "replicated", copy_progress=100, destination_image_id=copy)

    def _copied(self, token: str, image: Mapping[str, Any], tenant: str) -> str:
        admin = self._identity.token()
        kept = {name: value for name, value in image.items() if name not in _OF_THE_SERVER and value is not None}
        made = send_json(self._glance, "POST", "/v2/images", admin, {**kept, "owner": tenant, "visibility": "private"})
        copy_id = str(made.json()["id"])
        with tempfile.TemporaryFile() as data:
            for block in call(self._glance, "GET", f"/v2/images/{image['id']}/file", token).blocks:
                data.write(block)
            size = data.tell()
            data.seek(0)
            kind = "application/octet-stream"
            put = call(self._glance, "PUT", f"/v2/images/{copy_id}/file", admin, data=data, size=size, kind=kind)
            b"".join(put.blocks)
        if put.status != 204:
            raise RuntimeError(f"PUT answered {put.status}")
        return copy_id


def _text(asked: Any, name: str) -> str:
    value = asked.get(name) if isinstance(asked, dict) else None
    return value if isinstance(value, str) else ""
