"""What only NTT Enterprise Cloud has: copies to another tenant, and the licences that `license_switch` takes.

Paths and fields as NTT's own SDK (eclsdk, ecl/image/v2) has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .deletion import delete
from .http.response import decoded, json_list
from .invalid import WireError
from .transport import Transport
from .wire.field import WireField
from .wire.paths import image_path, segment
from .wire.record import RecordSchema, json_object, json_value, listed, record

RUNNING = frozenset({"replicate_requested", "replicating"})  # statuses of a job that has not ended
JOBS = "/v2/extension/image_replicator/jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageCopyJob:
    """One copy of an image to another tenant. copy_progress: percent; destination_image_id: None until it exists."""

    job_id: str = ""
    status: str = ""
    copy_progress: int | None = None
    source_image_id: str = ""
    source_image_name: str = ""
    source_region_id: str = ""
    source_tenant_id: str = ""
    destination_image_id: str | None = None
    destination_region_id: str = ""
    destination_tenant_id: str = ""


class ImageCopyJobSchema(RecordSchema):
    """The wire form of a copy job."""

    job_id = WireField(str)
    status = WireField(str)
    copy_progress = WireField(int)
    source_image_id = WireField(str)
    source_image_name = WireField(str)
    source_region_id = WireField(str)
    source_tenant_id = WireField(str)
    destination_image_id = WireField(str)
    destination_region_id = WireField(str)
    destination_tenant_id = WireField(str)


_JOB = ImageCopyJobSchema()


def copy_image(transport: Transport, image_id: str, tenant_id_dst: str) -> ImageCopyJob:
    """Start to copy an image to another tenant. Raises NotFound (no such image or tenant), Forbidden."""
    image_path(image_id)
    segment(tenant_id_dst, "tenant id")
    body = {"image_id": image_id, "tenant_id_dst": tenant_id_dst}
    return decoded(transport.call("POST", JOBS, json=body), _named)


def get_copy(transport: Transport, job_id: str) -> ImageCopyJob:
    """How far a copy has come. Raises NotFound."""
    answer = transport.call("GET", f"{JOBS}/{segment(job_id, 'job id')}")
    return decoded(answer, lambda body: _named(body, job_id))


def list_copies(transport: Transport) -> list[ImageCopyJob]:
    """All copies of this tenant."""
    return decoded(transport.call("GET", JOBS), _jobs)


def cancel_copy(transport: Transport, job_id: str) -> None:
    """Stop a copy. Raises NotFound."""
    path = f"{JOBS}/{segment(job_id, 'job id')}"
    delete(transport, path, lambda: get_copy(transport, job_id).status in RUNNING)


def license_switch_types(transport: Transport) -> tuple[str, ...]:
    """The values that `license_switch` takes at creation."""
    answer = transport.call("GET", "/v2/extension/license_switch/types")
    return tuple(json_list(answer, "license_switch_types", str))


def _named(body: bytes, job_id: str | None = None) -> ImageCopyJob:
    """Read an answer about one job, which has to name it: anybody can say `{}`."""
    job = _job(json_object(body))
    if not job.job_id or job.job_id != (job_id or job.job_id):
        raise WireError(f"the answer is about job {job.job_id!r}")
    return job


def _job(wire: Mapping[str, Any]) -> ImageCopyJob:
    return record(ImageCopyJob, _JOB, wire)


def _jobs(body: bytes) -> list[ImageCopyJob]:
    """NTT's service answers a bare array; a mapping with `jobs` is taken too, as everywhere else in this API."""
    found = json_value(body)
    return [_job(one) for one in listed(found if isinstance(found, dict) else {"jobs": found}, "jobs", dict)]
