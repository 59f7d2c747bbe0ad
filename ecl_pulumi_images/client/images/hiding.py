"""Take an image out of sight. Servers made from it, and its id, go on working."""

from __future__ import annotations

from ..transport import Transport
from .image import Image
from .patch import ReplaceImageField, ReplaceImageName
from .records import get, update

LONGEST = 255  # characters of a name (glance/db/sqlalchemy/models.py, String(255))
SUPERSEDED = " (superseded)"


def hide(transport: Transport, image_id: str) -> Image:
    """Leave an image out of listings (`os_hidden`), or rename it where the service is older than Image API 2.7."""
    image = get(transport, image_id)
    if image.os_hidden is not None:
        return image if image.os_hidden else update(transport, image_id, [ReplaceImageField("os_hidden", True)])
    name = image.name or image.id
    if name.endswith(SUPERSEDED):
        return image
    return update(transport, image_id, [ReplaceImageName(name[: LONGEST - len(SUPERSEDED)] + SUPERSEDED)])
