"""The dynamic provider of `ImageMemberAcceptance`. Pickled by reference: this path and the class's name are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.inputs.sharing import ACCEPTANCE
from ecl_pulumi_images.lifecycle.props import Props
from ecl_pulumi_images.lifecycle.sharing import acceptance

from . import shares
from .acting import acting, conditions
from .configured import ConfiguredProvider
from .unknown import known


class ImageMemberAcceptanceProvider(ConfiguredProvider):
    """Answer shares with the member's own credentials. It has no state but its configuration."""

    rules = ACCEPTANCE
    optional = frozenset({"member_id"})
    fixed = frozenset({"image_id", "member_id"})

    def share(self, _props: Mapping[str, Any]) -> shares.Share:
        """Return the share that the resource answers."""
        return _of(_props["image_id"], _props.get("member_id") or "")

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Answer the share."""
        with acting() as serving:
            declared = known(props)
            images = self._configuration.images()
            share = _of(declared["image_id"], acceptance.acting_member(images, declared.get("member_id")))
            if other := shares.declared_by_another(share, serving.urn):
                raise Failed(f"image_id: the resource {other!r} answers the same share: declare it once in a program")
            answered = acceptance.answer(images, declared)
            shares.made(share)
            return CreateResult(f"{answered['image_id']}/{answered['member_id']}", _kept(answered, declared))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look the share up; another answer than the declared one is drift."""
        with acting(self._configuration) as serving:
            images, told = self._configuration.images(props.get("region")), conditions(serving, self._configuration)
            found = acceptance.read(images, known(props), told)
            if found is None:
                return ReadResult("", {})
            before = serving.old_inputs
            now = None if before is None else {**known(before), "status": found["status"]}
            return ReadResult(id_, _kept(found, known(props)), now)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Answer anew; no request when the answer is the same."""
        with acting():
            recorded, declared = known(_olds), known(_news)
            if declared["status"] == recorded.get("status"):
                return UpdateResult(_kept(recorded, declared))
            images = self._configuration.images(recorded.get("region"))
            return UpdateResult(_kept(acceptance.answer(images, {**recorded, **declared}), declared))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Reject the share, unless the answer is to stay; withdrawn already is fine when that is certain."""
        with acting(self._configuration) as serving:
            if shares.still_wanted([self.share(_props), _of(_props["image_id"], "")], serving.urn):
                serving.log("another resource answers this share now: it is not rejected", "WARNING")
                return
            if _props.get("reject_on_delete", True) and _props.get("status") != "rejected":
                images = self._configuration.images(_props.get("region"))
                acceptance.reject(images, known(_props), conditions(serving, self._configuration))


def _of(image_id: str, member_id: str) -> shares.Share:
    return shares.Share("answer", image_id, member_id)


def _kept(found: Props, declared: Props) -> dict[str, Any]:
    """Return the outputs: the share, and the input that the service does not know."""
    return {**found, "reject_on_delete": declared.get("reject_on_delete", True)}
