"""Copy an image to another tenant by the image replicator of NTT Enterprise Cloud.

API: https://sdpf.ntt.com/services/docs/image-storage/api-references/ ("Copy image", "Get image copy job details",
"Cancel during copy image"). A job that has ended stays in the list and cannot be removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Cancelled, Conflict, Forbidden, ImageServiceError, NotFound
from ecl_pulumi_images.client.clock import growing, poll
from ecl_pulumi_images.client.images.posting import passing, refused, unsent

from ..conditions import Conditions
from ..existence import really_gone, second_look
from ..failures import Failed
from ..props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient, ImageCopyJob

DONE = "replicated"
BROKEN = frozenset({"error", "canceled"})
#: Outputs that no input shares.
OUTPUT_ONLY = (
    "copied_image_id", "copy_progress", "destination_region_id", "endpoint", "failure_reason", "region",
    "source_region_id", "source_tenant_id", "status",
)  # fmt: skip
FIRST, LONGEST = 0.2, 10.0  # seconds between two looks
STALL = 3600.0  # seconds without any movement


def start(images: ImageClient, image_id: str, tenant_id_dst: str) -> str:
    """Order the copy and return the job's id. Raises Failed with the way out, ImageServiceError as it happens.

    One that runs already is taken up, as it was ordered by a run that was cut off; and so is one that is new after a
    POST without a clear answer. Another POST would make a second image in the other project.
    """
    before = _jobs(images, image_id, tenant_id_dst)
    for job in before:
        if running(job.status):
            return job.job_id
    for tried in (1, 2):
        try:
            return images.copy_image(image_id, tenant_id_dst).job_id
        except ImageServiceError as error:
            if isinstance(error, NotFound) and refused(error):
                raise Failed(_not_found(images, tenant_id_dst, error)) from error
            if unsent(error) or refused(error):
                raise
            new = _new(images, image_id, tenant_id_dst, before, error)
            if new is None and (tried > 1 or not passing(error)):
                raise
        if new is not None:
            return new
    raise AssertionError("unreachable")


def _jobs(images: ImageClient, image_id: str, tenant_id_dst: str) -> list[ImageCopyJob]:
    """Return the jobs for this copy, of all times; none where the service does not tell, as the POST will say why."""
    try:
        jobs = images.list_copies()
    except (Forbidden, NotFound) as error:
        if not error.from_service:
            raise
        return []
    return [job for job in jobs if (job.source_image_id, job.destination_tenant_id) == (image_id, tenant_id_dst)]


def _new(
    images: ImageClient, image_id: str, tenant_id_dst: str, before: list[ImageCopyJob], lost: ImageServiceError
) -> str | None:
    """Return the job that a POST without a clear answer has begun; None when it has begun none."""
    known = {job.job_id for job in before}
    try:
        new = [job.job_id for job in _jobs(images, image_id, tenant_id_dst) if job.job_id not in known]
    except ImageServiceError as error:
        lost.hint = "the copy may run all the same: `pulumi up` looks for it"
        raise lost from error
    return new[0] if new else None


def wait(images: ImageClient, job_id: str, conditions: Conditions) -> ImageCopyJob:
    """Return the job once it has ended, well or not. Nobody waiting any more cancels it.

    Raises Failed when it does not end in time, Cancelled, ImageServiceError as it happens.
    """
    clock = images.clock
    seen: tuple[str, int | None] | None = None
    moved = clock.monotonic()

    def look() -> ImageCopyJob | None:
        nonlocal seen, moved
        job = images.get_copy(job_id)
        if not running(job.status):
            return job
        if (job.status, job.copy_progress) != seen:
            seen, moved = (job.status, job.copy_progress), clock.monotonic()
        if conditions.late() or clock.monotonic() - moved >= STALL:
            raise Failed(f"copy {job_id} is still {job.status} ({job.copy_progress}%): run `pulumi up` to wait on")
        return None

    done = poll(clock, look, growing(FIRST, LONGEST), conditions.cancelled)
    if done is None:
        cancel(images, job_id)
        raise Cancelled(f"copy {job_id} was cancelled")
    return done


def read(images: ImageClient, job_id: str, recorded: Props) -> dict[str, Any] | None:
    """Return the job's outputs, or None when it is proved to be gone before it was done.

    A copy that was done stays done, even when the service has forgotten the job: another would make a second image.
    Raises Failed when "not found" may mean other eyes, ImageServiceError otherwise.
    """
    try:
        return outputs(images, images.get_copy(job_id))
    except NotFound as error:
        owner = recorded.get("source_tenant_id")
        really_gone(images, str(recorded.get("image_id")), {**recorded, "owner": owner}, error)
        if recorded.get("status") == DONE:
            return dict(recorded)
        job = second_look(images, lambda: images.get_copy(job_id))
        return None if job is None else outputs(images, job)


def cancel(images: ImageClient, job_id: str) -> None:
    """Stop a job that runs; one that has ended (409) or is unknown needs nothing."""
    try:
        images.cancel_copy(job_id)
    except (Conflict, NotFound) as error:
        if not error.from_service:
            raise


def outputs(images: ImageClient, job: ImageCopyJob) -> dict[str, Any]:
    """Return a job as Pulumi stores it."""
    return {
        "copied_image_id": job.destination_image_id,
        "copy_progress": job.copy_progress,
        "destination_region_id": job.destination_region_id,
        "endpoint": images.endpoint,
        "failure_reason": failure_reason(job),
        "image_id": job.source_image_id,
        "region": images.region,
        "source_region_id": job.source_region_id,
        "source_tenant_id": job.source_tenant_id,
        "status": job.status,
        "tenant_id_dst": job.destination_tenant_id,
    }


def failure_reason(job: ImageCopyJob) -> str | None:
    """Return why a job has failed, in our words: the service tells the status only."""
    if job.status not in BROKEN:
        return None
    return (
        f"copy {job.job_id} of image {job.source_image_id} to tenant {job.destination_tenant_id} in "
        f"{job.destination_region_id or 'an unknown region'} ended with status {job.status} at {job.copy_progress}%"
    )


def running(status: Any) -> bool:
    """Return whether a job with this recorded status has not ended."""
    return status != DONE and status not in BROKEN


def _not_found(images: ImageClient, tenant_id_dst: str, error: NotFound) -> str:
    """Say which of the many meanings of 404 it may be."""
    try:
        images.list_copies()
    except ImageServiceError:
        return (
            f"{images.endpoint} has no image replicator, which is a service of NTT Enterprise Cloud: {error}; "
            "on other clouds share the image (ImageMember)"
        )
    return (
        f"image or tenant {tenant_id_dst} is unknown, or the destination region does not take "
        f"the image's licence or template: {error}"
    )
