"""The resource `ImageCopy`."""

from __future__ import annotations

import pulumi

from ecl_pulumi_images.client.names.arguments import refusing
from ecl_pulumi_images.client.names.foreign import COPIES
from ecl_pulumi_images.lifecycle.sharing.copy import OUTPUT_ONLY
from ecl_pulumi_images.provider.copy import ImageCopyProvider

from .declared import Declared


class ImageCopy(Declared, module="ecl", name="ImageCopy"):
    """A copy of an image for another tenant, which NTT Enterprise Cloud's image replicator makes.

    It is there when the copy is done. The copied image belongs to the other tenant: deleting this resource cancels
    a copy that still runs and leaves a finished one. A failed copy is recorded with its reason and is begun anew
    by the next `pulumi up`.
    """

    copied_image_id: pulumi.Output[str | None]
    """Id of the new image; None until it exists."""
    copy_progress: pulumi.Output[int | None]
    """Per cent."""
    destination_region_id: pulumi.Output[str]
    """The region that the other tenant is of."""
    endpoint: pulumi.Output[str]
    failure_reason: pulumi.Output[str | None]
    """One line when the copy has failed, else None."""
    image_id: pulumi.Output[str]
    region: pulumi.Output[str | None]
    source_region_id: pulumi.Output[str]
    """The region of the image that is copied."""
    source_tenant_id: pulumi.Output[str]
    """Id of the tenant that the image belongs to."""
    status: pulumi.Output[str]
    """Of the job: replicate_requested, replicating, replicated, cancel_requested, canceling, canceled or error."""
    tenant_id_dst: pulumi.Output[str]

    @refusing(COPIES)
    def __init__(
        self,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        image_id: pulumi.Input[str],
        tenant_id_dst: pulumi.Input[str],
    ) -> None:
        """Copy an image.

        image_id: id of an active image of this tenant (raw, qcow2 or iso). tenant_id_dst: id of the other tenant,
            which also says the region: every tenant is of one region.
        A change of either makes another copy. The resource's own id is the job's.
        """
        declared = {"image_id": image_id, "tenant_id_dst": tenant_id_dst}
        super().__init__(ImageCopyProvider(), resource_name, declared | dict.fromkeys(OUTPUT_ONLY), opts)
