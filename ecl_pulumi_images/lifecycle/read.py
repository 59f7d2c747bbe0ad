"""Look an image up as the state knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Image, NotFound

from .whereabouts import really_gone
from .wire import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

GONE = frozenset({"deleted", "pending_delete"})  # delayed deletion: on its way out, not usable any more


def read(images: ImageClient, image_id: str, recorded: Props) -> Image | None:
    """Return the image's record, or None when it is proved to be gone.

    recorded: outputs in the state. Raises Failed when "not found" may mean other eyes: another project,
    region or endpoint, or a proxy's page; ImageServiceError for everything else.
    """
    try:
        record = images.get(image_id)
    except NotFound as error:
        really_gone(images, image_id, recorded, error)
        return None
    return None if record.status in GONE else record
