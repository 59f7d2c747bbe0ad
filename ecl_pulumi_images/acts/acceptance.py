"""The acts of `ImageMemberAcceptance`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.inputs.sharing import ACCEPTANCE
from ecl_pulumi_images.lifecycle.props import Props
from ecl_pulumi_images.lifecycle.sharing import acceptance
from ecl_pulumi_images.lifecycle.sharing.member import OUTPUT_ONLY

from . import shares
from .acting import acting, conditions
from .call import Call
from .kind import Bag, Made, Ruled
from .unknown import known


class AcceptanceKind(Ruled):
    """Answer shares with the member's own credentials."""

    rules = ACCEPTANCE
    optional = frozenset({"member_id"})
    fixed = frozenset({"image_id", "member_id"})
    defaults = MappingProxyType({"status": "accepted", "reject_on_delete": True})
    told = frozenset(OUTPUT_ONLY) - {"owner", "status"} | {"member_id"}
    moving = frozenset({"updated_at"})
    names = ("image_id", "member_id")

    def share(self, declared: Bag) -> shares.Share:
        """Return the share that the resource answers."""
        return _of(declared["image_id"], declared.get("member_id") or "")

    def create(self, call: Call, declared: Bag) -> Made:
        """Answer the share."""
        with acting(call):
            images = self._configuration.images()
            share = _of(declared["image_id"], acceptance.acting_member(images, declared.get("member_id")))
            if other := shares.declared_by_another(share, call.urn):
                raise Failed(f"image_id: the resource {other!r} answers the same share: declare it once in a program")
            answered = acceptance.answer(images, declared)
            shares.made(share)
            return Made(f"{answered['image_id']}/{answered['member_id']}", _kept(answered, declared), now=declared)

    def read(self, call: Call, id_: str, recorded: Bag) -> Made | None:
        """Look the share up; another answer than the declared one is drift."""
        with acting(call, self._configuration):
            images, told = self._configuration.images(recorded.get("region")), conditions(call, self._configuration)
            found = acceptance.read(images, recorded, told)
            if found is None:
                return None
            before = call.old_inputs
            now = None if before is None else {**known(before), "status": found["status"]}
            return Made(id_, _kept(found, recorded), now)

    def update(self, call: Call, id_: str, olds: Bag, news: Bag) -> Made:
        """Answer anew; no request when the answer is the same."""
        with acting(call):
            before = call.old_inputs or {}
            if news["status"] == olds.get("status"):
                return Made(id_, _kept(olds, news), now=news, before=before)
            images = self._configuration.images(olds.get("region"))
            answered = acceptance.answer(images, {**olds, **news})
            return Made(id_, _kept(answered, news), now=news, before=before)

    def delete(self, call: Call, id_: str, recorded: Bag) -> None:  # noqa: ARG002  one signature for all kinds
        """Reject the share, unless the answer is to stay; withdrawn already is fine when that is certain."""
        with acting(call, self._configuration):
            if shares.still_wanted([self.share(recorded), _of(recorded["image_id"], "")], call.urn):
                call.log("another resource answers this share now: it is not rejected", "WARNING")
                return
            if recorded.get("reject_on_delete", True) and recorded.get("status") != "rejected":
                images = self._configuration.images(recorded.get("region"))
                acceptance.reject(images, recorded, conditions(call, self._configuration))


def _of(image_id: str, member_id: str) -> shares.Share:
    return shares.Share("answer", image_id, member_id)


def _kept(found: Props, declared: Props) -> dict[str, Any]:
    """Return the outputs: the share, and the input that the service does not know."""
    return {**found, "reject_on_delete": declared.get("reject_on_delete", True)}
