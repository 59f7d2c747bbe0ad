"""Take old images out of sight once the new one is there, and proved."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import ImageFailed, NotFound
from ..images.hiding import hide
from ..images.image import Image
from ..images.records import get
from ..invalid import InvalidRequest
from ..transport import Transport
from .verification import Transfer, verify


def rotate(transport: Transport, new_id: str, old_ids: Iterable[str], *, sent: Transfer | None = None) -> list[Image]:
    """Hide old images once a new one stands in for them; go by ids, as names need not be unique."""
    if isinstance(old_ids, str) or new_id in (old := list(old_ids)):
        raise InvalidRequest("old_ids must be a list of ids without the new one")
    new = get(transport, new_id)
    if new.status != "active" or not new.size:
        raise ImageFailed(f"image {new_id} is {new.status} with {new.size or 0} bytes: no image was hidden for it")
    if sent is not None:
        verify(sent, new)
    hidden = []
    for image_id in old:
        try:
            hidden.append(hide(transport, image_id))
        except NotFound as error:
            if not error.from_service:
                raise
    return hidden
