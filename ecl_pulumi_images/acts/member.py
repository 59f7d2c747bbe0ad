"""The acts of `ImageMember`."""

from __future__ import annotations

from ecl_pulumi_images.lifecycle.inputs.sharing import MEMBER
from ecl_pulumi_images.lifecycle.sharing import member

from . import shares
from .acting import acting, conditions
from .call import Call
from .kind import Bag, Made, Ruled
from .unknown import known


class MemberKind(Ruled):
    """Share images with other projects."""

    rules = MEMBER
    fixed = frozenset(MEMBER)
    told = frozenset(member.OUTPUT_ONLY)
    names = ("image_id", "member_id")

    def share(self, declared: Bag) -> shares.Share:
        """Return the share that the resource declares."""
        return shares.Share("share", declared["image_id"], declared["member_id"])

    def create(self, call: Call, declared: Bag) -> Made:
        """Share the image."""
        with acting(call):
            images, told = self._configuration.images(), conditions(call, self._configuration)
            made, image = member.share(images, declared["image_id"], declared["member_id"], told)
            shares.made(self.share(declared))
            return Made(f"{made.image_id}/{made.member_id}", member.outputs(images, made, image.owner), now=declared)

    def read(self, call: Call, id_: str, recorded: Bag) -> Made | None:
        """Look the share up."""
        with acting(call, self._configuration):
            images, told = self._configuration.images(recorded.get("region")), conditions(call, self._configuration)
            found = member.read(images, recorded["image_id"], recorded["member_id"], recorded, told)
            before = call.old_inputs
            return None if found is None else Made(id_, found, None if before is None else known(before))

    def update(self, call: Call, id_: str, olds: Bag, news: Bag) -> Made:
        """Nothing of a share can be updated: the state is written anew, without a request."""
        return Made(id_, olds, now=news, before=call.old_inputs or {})

    def delete(self, call: Call, id_: str, recorded: Bag) -> None:  # noqa: ARG002
        """Withdraw the share; already gone is fine when that is certain."""
        with acting(call, self._configuration):
            if shares.still_wanted([self.share(recorded)], call.urn):
                call.log("another resource has this share now: it is not withdrawn", "WARNING")
                return
            images, told = self._configuration.images(recorded.get("region")), conditions(call, self._configuration)
            member.withdraw(images, recorded["image_id"], recorded["member_id"], recorded, told)
