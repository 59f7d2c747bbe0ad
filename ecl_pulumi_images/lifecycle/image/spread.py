"""Bring the data of an image into other stores of the service, without sending it again.

API: https://docs.openstack.org/api-ref/image/v2/ ("Import an image", method copy-image; "Delete image from store").
Both are for administrators unless the operator's policy says otherwise (glance/policies/image.py, `copy_image` and
`delete_image_location`). For everybody else other stores mean a new image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Image, ImageFailed, ImageServiceError, WaitTimeout

from ..conditions import Conditions
from ..existence import is_admin
from ..failures import Failed
from ..plan.replacement import replacements
from ..props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

COPY = "copy-image"
STORES = frozenset(("all_stores", "stores"))


def only_stores(recorded: Props, declared: Props) -> bool:
    """Return whether nothing but the stores of existing data asks for a new image."""
    replaces = replacements(recorded, declared)
    return bool(replaces) and replaces.keys() <= STORES and recorded.get("status") == "active"


def without_stores(declared: Props) -> Props:
    """Return the inputs but for the stores."""
    return {key: value for key, value in declared.items() if key not in STORES}


def offered(images: ImageClient) -> bool:
    """Return whether the service copies an image that is there, for these credentials. One request."""
    try:
        return COPY in images.import_info().methods and is_admin(images)
    except ImageServiceError:
        return False


def spread(images: ImageClient, image_id: str, declared: Props, conditions: Conditions) -> None:
    """Copy the data to the declared stores that lack it, wait for that, then remove it from the others.

    Raises Failed when it does not arrive; nothing is removed then. A store that keeps its copy is warned of.
    """
    held = in_stores(images.get(image_id))
    wanted = {one.id for one in images.stores()} if declared.get("all_stores") else set(declared["stores"])
    if wanted - held:
        images.import_image(image_id, COPY, stores=sorted(wanted - held), all_stores_must_succeed=True)
        _arrived(images, image_id, wanted, conditions)
    for store in sorted(held - wanted):
        try:
            images.remove_from_store(image_id, store)
        except ImageServiceError as error:
            conditions.warn(f"image {image_id} stays in store {store}, too: {error}")


def in_stores(image: Image) -> set[str]:
    """Return the ids of the stores that hold the image's data."""
    return set(filter(None, str(image.properties.get("stores") or "").split(",")))


def _arrived(images: ImageClient, image_id: str, wanted: set[str], conditions: Conditions) -> None:
    try:
        done = images.wait(image_id, timeout=conditions.left(), cancelled=conditions.cancelled)
    except (ImageFailed, WaitTimeout) as error:
        raise Failed(f"stores: the image was not copied: {error}") from error
    if missing := wanted - in_stores(done):
        raise Failed(f"stores: image {image_id} was copied, and is still not in {', '.join(sorted(missing))}")
