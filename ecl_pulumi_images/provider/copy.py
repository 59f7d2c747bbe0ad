"""The dynamic provider of `ImageCopy`. Pickled by reference: this path and the class's name are frozen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.inputs.sharing import COPY
from ecl_pulumi_images.lifecycle.props import Props
from ecl_pulumi_images.lifecycle.sharing import copy

from . import engine
from .acting import EXPECTED, acting, conditions, one_line
from .configured import ConfiguredProvider
from .unknown import known

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


class ImageCopyProvider(ConfiguredProvider):
    """Copy images to other tenants. It has no state but its configuration."""

    rules = COPY
    fixed = frozenset(COPY)

    def replaces(self, recorded: Mapping[str, Any], declared: Mapping[str, Any]) -> Set[str]:
        """A copy that has failed is begun anew, as another job."""
        broken = {"image_id"} if recorded.get("status") in copy.BROKEN else set()
        return super().replaces(recorded, declared) | broken

    def differs(self, recorded: Mapping[str, Any], declared: Mapping[str, Any]) -> bool:
        """A copy that still ran when it was last looked at has to be waited for."""
        return super().differs(recorded, declared) or copy.running(recorded.get("status"))

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Order the copy and wait for its end."""
        with acting() as serving:
            images, declared = self._configuration.images(), known(props)
            job_id = copy.start(images, declared["image_id"], declared["tenant_id_dst"])
            return CreateResult(job_id, self._waited(serving, images, job_id, declared))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look the job up."""
        with acting(self._configuration) as serving:
            found = copy.read(self._configuration.images(props.get("region")), id_, known(props))
            if found is None:
                return ReadResult("", {})
            before = serving.old_inputs
            return ReadResult(id_, found, None if before is None else known(before))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Wait for a copy that still runs; no request for one that has ended."""
        with acting() as serving:
            recorded = known(_olds)
            if not copy.running(recorded.get("status")):
                return UpdateResult(recorded)
            images = self._configuration.images(recorded.get("region"))
            return UpdateResult(self._waited(serving, images, _id, recorded))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Cancel a copy that still runs. An image that was copied belongs to the other tenant and stays."""
        with acting(self._configuration) as serving:
            if copy.running(_props.get("status")):
                copy.cancel(self._configuration.images(_props.get("region")), _id)
            elif _props.get("copied_image_id"):
                tenant, image = _props.get("tenant_id_dst"), _props["copied_image_id"]
                serving.log(f"the copy is forgotten; image {image} stays with tenant {tenant}, who may delete it")

    def _waited(self, serving: engine.Call, images: ImageClient, job_id: str, known_of: Props) -> dict[str, Any]:
        """Return the outputs of a copy that is done; record the job when it is not."""
        try:
            job = copy.wait(images, job_id, conditions(serving, self._configuration))
        except EXPECTED as error:
            left = {**known_of, "status": known_of.get("status", "replicate_requested"), "endpoint": images.endpoint}
            engine.fail_partially(serving, one_line(error), job_id, left)
        made = copy.outputs(images, job)
        if job.status in copy.BROKEN:
            engine.fail_partially(serving, one_line(Failed(made["failure_reason"])), job_id, made)
        return made
