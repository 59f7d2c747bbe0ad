"""The acts of `ImageCopy`."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.inputs.sharing import COPY
from ecl_pulumi_images.lifecycle.sharing import copy

from .acting import EXPECTED, acting, conditions, left_behind
from .call import Call
from .kind import Bag, Made, Ruled
from .unknown import known

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


class CopyKind(Ruled):
    """Copy images to other projects."""

    rules = COPY
    fixed = frozenset(COPY)
    told = frozenset(copy.OUTPUT_ONLY)
    moving = frozenset({"copied_image_id", "copy_progress", "failure_reason", "status"})

    def replaces(self, recorded: Bag, declared: Bag) -> Set[str]:
        """A copy that has failed is begun anew, as another job."""
        broken = {"image_id"} if recorded.get("status") in copy.BROKEN else set()
        return super().replaces(recorded, declared) | broken

    def differs(self, recorded: Bag, declared: Bag) -> bool:
        """A copy that still ran when it was last looked at has to be waited for."""
        return super().differs(recorded, declared) or copy.running(recorded.get("status"))

    def create(self, call: Call, declared: Bag) -> Made:
        """Order the copy and wait for its end."""
        with acting(call):
            images = self._configuration.images()
            job_id = copy.start(images, declared["image_id"], declared["tenant_id_dst"])
            return self._waited(call, images, job_id, declared, declared)

    def read(self, call: Call, id_: str, recorded: Bag) -> Made | None:
        """Look the job up."""
        with acting(call, self._configuration):
            found = copy.read(self._configuration.images(recorded.get("region")), id_, recorded)
            before = call.old_inputs
            return None if found is None else Made(id_, found, None if before is None else known(before))

    def update(self, call: Call, id_: str, olds: Bag, news: Bag) -> Made:
        """Wait for a copy that still runs; no request for one that has ended."""
        with acting(call):
            if not copy.running(olds.get("status")):
                return Made(id_, olds, now=news, before=call.old_inputs or {})
            images = self._configuration.images(olds.get("region"))
            return self._waited(call, images, id_, olds, news)

    def delete(self, call: Call, id_: str, recorded: Bag) -> None:
        """Cancel a copy that still runs. An image that was copied belongs to the other project and stays."""
        with acting(call, self._configuration):
            if copy.running(recorded.get("status")):
                copy.cancel(self._configuration.images(recorded.get("region")), id_)
            elif recorded.get("copied_image_id"):
                tenant, image = recorded.get("tenant_id_dst"), recorded["copied_image_id"]
                call.log(f"the copy is forgotten; image {image} stays with tenant {tenant}, who may delete it")

    def _waited(self, call: Call, images: ImageClient, job_id: str, recorded: Bag, declared: Bag) -> Made:
        """Return a copy that is done; have the job recorded when it is not."""
        try:
            job = copy.wait(images, job_id, conditions(call, self._configuration))
        except EXPECTED as error:
            left = {**recorded, "status": recorded.get("status", "replicate_requested"), "endpoint": images.endpoint}
            raise left_behind(call, error, job_id, left, declared) from error
        made = copy.outputs(images, job)
        if job.status in copy.BROKEN:
            raise left_behind(call, Failed(made["failure_reason"]), job_id, made, declared)
        return Made(job_id, made, now=declared, before=call.old_inputs or {})
