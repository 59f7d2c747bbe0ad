"""The dynamic provider of `ImageMember`. Pickled by reference: this path and the class's name are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from ecl_pulumi_images.lifecycle.inputs.sharing import MEMBER
from ecl_pulumi_images.lifecycle.sharing import member

from . import shares
from .acting import acting, conditions
from .configured import ConfiguredProvider
from .unknown import known


class ImageMemberProvider(ConfiguredProvider):
    """Share images with other projects. It has no state but its configuration."""

    rules = MEMBER
    fixed = frozenset(MEMBER)

    def share(self, _props: Mapping[str, Any]) -> shares.Share:
        """Return the share that the resource declares."""
        return shares.Share("share", _props["image_id"], _props["member_id"])

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Share the image."""
        with acting() as serving:
            images, declared = self._configuration.images(), known(props)
            told = conditions(serving, self._configuration)
            made, image = member.share(images, declared["image_id"], declared["member_id"], told)
            shares.made(self.share(declared))
            return CreateResult(f"{made.image_id}/{made.member_id}", member.outputs(images, made, image.owner))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look the share up."""
        with acting(self._configuration) as serving:
            images = self._configuration.images(props.get("region"))
            told = conditions(serving, self._configuration)
            found = member.read(images, props["image_id"], props["member_id"], known(props), told)
            if found is None:
                return ReadResult("", {})
            before = serving.old_inputs
            return ReadResult(id_, found, None if before is None else known(before))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Nothing of a share can be updated: the state is written anew, without a request."""
        return UpdateResult(known(_olds))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Withdraw the share; already gone is fine when that is certain."""
        with acting(self._configuration) as serving:
            if shares.still_wanted([self.share(_props)], serving.urn):
                serving.log("another resource has this share now: it is not withdrawn", "WARNING")
                return
            images, told = self._configuration.images(_props.get("region")), conditions(serving, self._configuration)
            member.withdraw(images, _props["image_id"], _props["member_id"], known(_props), told)
