"""The resource `ImageMemberAcceptance`."""

from __future__ import annotations

import pulumi

from ecl_pulumi_images.client.names.arguments import refusing
from ecl_pulumi_images.client.names.foreign import MEMBERS
from ecl_pulumi_images.lifecycle.sharing.member import OUTPUT_ONLY
from ecl_pulumi_images.provider.acceptance import ImageMemberAcceptanceProvider

from .choices import Answer
from .declared import Declared


class ImageMemberAcceptance(Declared, module="ecl", name="ImageMemberAcceptance"):
    """A project's answer to an image that is shared with it.

    Only the member itself may answer, so give it a `Provider` with the member's credentials when the program
    shares the image too, and let it wait for the share: `image_id=member.image_id`.
    """

    created_at: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    image_id: pulumi.Output[str]
    member_id: pulumi.Output[str]
    region: pulumi.Output[str | None]
    reject_on_delete: pulumi.Output[bool]
    status: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    @refusing(MEMBERS)
    def __init__(
        self,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        image_id: pulumi.Input[str],
        status: pulumi.Input[Answer] = "accepted",
        member_id: pulumi.Input[str] | None = None,
        reject_on_delete: pulumi.Input[bool] = True,
    ) -> None:
        """Answer a share.

        image_id: id of the shared image. status: "accepted", "rejected" or "pending"; a change is an update.
        member_id: default: the project of the credentials; administrators may name another.
        reject_on_delete: default true: a deletion of this resource rejects the share; false leaves the answer.
        """
        declared = {
            "image_id": image_id,
            "status": status,
            "member_id": member_id,
            "reject_on_delete": reject_on_delete,
        }
        outputs = dict.fromkeys(OUTPUT_ONLY) | declared
        super().__init__(ImageMemberAcceptanceProvider(), resource_name, outputs, opts)
