"""The resource `ImageMember`."""

from __future__ import annotations

import pulumi

from ecl_pulumi_images.client.names.arguments import refusing
from ecl_pulumi_images.client.names.foreign import MEMBERS
from ecl_pulumi_images.lifecycle.sharing.member import OUTPUT_ONLY
from ecl_pulumi_images.provider.member import ImageMemberProvider

from .declared import Declared


class ImageMember(Declared, module="ecl", name="ImageMember"):
    """An image shared with another project (API reference "Image Sharing", v2).

    The image belongs to this provider's project and has visibility "shared". The other project sees the image in
    its lists once it has accepted: `ImageMemberAcceptance`.
    """

    created_at: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    image_id: pulumi.Output[str]
    member_id: pulumi.Output[str]
    owner: pulumi.Output[str | None]
    """Id of the project that the image belongs to."""
    region: pulumi.Output[str | None]
    status: pulumi.Output[str]
    """The member's answer when this was last read: "pending", "accepted" or "rejected"."""
    updated_at: pulumi.Output[str]

    @refusing(MEMBERS)
    def __init__(
        self,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        image_id: pulumi.Input[str],
        member_id: pulumi.Input[str],
    ) -> None:
        """Share an image.

        image_id: id of an image of this project. member_id: id of the other project, 32 hexadecimal digits.
        A change of either ends this sharing and begins another. The resource's own id is "image_id/member_id".
        """
        declared = {"image_id": image_id, "member_id": member_id}
        super().__init__(ImageMemberProvider(), resource_name, declared | dict.fromkeys(OUTPUT_ONLY), opts)
