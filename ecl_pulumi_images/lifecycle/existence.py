"""Look an image up as the state knows it, and tell when a 404 really means that it is gone.

Glance answers 404, not 403, for another tenant's private image. So one wrong OS_PROJECT_NAME, or another
region, would make every image of a stack look gone, and the next `up` would create them all again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ecl_pulumi_images.client import Image, ListOpts, NotFound, UnexpectedAnswer

from .failures import Failed
from .props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

T = TypeVar("T")
MOMENT = 1.0  # seconds in which a lagging replica of the service's database should have caught up
GONE = frozenset({"deleted", "pending_delete"})  # delayed deletion: on its way out, not usable any more


def read(images: ImageClient, image_id: str, recorded: Props) -> Image | None:
    """Return the image's record, or None when it is proved to be gone.

    recorded: outputs in the state. Raises Failed when "not found" may mean other eyes: another project,
    region or endpoint, or a proxy's page; ImageServiceError for everything else.
    """
    try:
        record: Image | None = images.get(image_id)
    except NotFound as error:
        record = there_after_all(images, image_id, recorded, error)
    return None if record is None or record.status in GONE else record


def there_after_all(images: ImageClient, image_id: str, recorded: Props, error: NotFound) -> Image | None:
    """Look a second time at what was not found, a moment later; None when it is proved to be gone.

    A replica of the service's database may lag behind. Raises what `read` does.
    """
    really_gone(images, image_id, recorded, error)
    return second_look(images, lambda: images.get(image_id))


def second_look(images: ImageClient, look: Callable[[], T]) -> T | None:
    """Look again after a moment; None when the service still says that there is nothing."""
    images.clock.sleep(MOMENT)
    try:
        return look()
    except NotFound as error:
        if not error.from_service:
            raise
        return None


def _lists_images(images: ImageClient) -> bool:
    """Ask for what every image service has: another service at this address answers 404 to everything."""
    try:
        next(images.pages(ListOpts(limit=1)))
    except (NotFound, UnexpectedAnswer):
        return False
    return True


def really_gone(images: ImageClient, image_id: str, recorded: Props, error: NotFound) -> None:
    """Return when `error` proves that the image is gone; raise Failed, naming both sides, when it does not."""
    if not error.from_service:
        raise Failed(f"image {image_id}: the answer did not come from the image service: {error}") from None
    there, here = recorded.get("endpoint"), images.endpoint
    if there and there != here:
        raise Failed(
            f"image {image_id} was not found at {here}, but it lives at {there}: "
            "configure that region or endpoint, or remove the image from the state by hand"
        ) from None
    owner, project = recorded.get("owner"), images.project_id
    if owner and project and owner != project and "admin" not in images.roles:
        raise Failed(
            f"image {image_id} was not found by project {project}, but it belongs to project {owner}: "
            "use that project's credentials (the service hides other tenants' images)"
        ) from None
    if not _lists_images(images):
        raise Failed(
            f"image {image_id} was not found, but {here} does not answer as an image service: {error}"
        ) from None


def is_admin(images: ImageClient) -> bool:
    """Return whether the credentials may act for every project."""
    return "admin" in images.roles
