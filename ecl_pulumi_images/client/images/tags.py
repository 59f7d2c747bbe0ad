"""Single tags. API: https://docs.openstack.org/api-ref/image/v2/#image-tags"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..errors import Conflict, NotFound
from ..invalid import InvalidRequest
from ..transport import Transport
from ..wire.paths import image_path, segment
from .patch import ReplaceImageTags
from .records import get, update

# Glance garbles other characters of this form of the call, and proxies resolve `.`, `..` and `/`.
_PLAIN = re.compile(r"(?!\.{1,2}$)[!-.0-~][ -.0-~]*")
_TRIES = 3


def add_tag(transport: Transport, image_id: str, tag: str) -> None:
    """Add one tag; one that is there already is no error."""
    if _is_plain(tag):
        transport.call("PUT", image_path(image_id, f"/tags/{segment(tag, 'tag')}"))
    else:
        _retag(transport, image_id, lambda tags: tags | {tag})


def remove_tag(transport: Transport, image_id: str, tag: str) -> None:
    """Remove one tag. Raises NotFound when the image does not have it, Forbidden (not the owner)."""
    if _is_plain(tag):
        transport.call("DELETE", image_path(image_id, f"/tags/{segment(tag, 'tag')}"))
    elif tag in get(transport, image_id).tags:
        _retag(transport, image_id, lambda tags: tags - {tag})
    else:
        raise NotFound(f"the image has no tag {tag!r}", path=image_path(image_id), from_service=True)


def _retag(transport: Transport, image_id: str, change: Callable[[frozenset[str]], frozenset[str]]) -> None:
    tags = frozenset(get(transport, image_id).tags)
    for _ in range(_TRIES):
        update(transport, image_id, [ReplaceImageTags(sorted(change(tags)))])
        tags = frozenset(get(transport, image_id).tags)
        if tags == change(tags):
            return
    raise Conflict("another client keeps changing the image's tags", path=image_path(image_id))


def _is_plain(tag: str) -> bool:
    if not isinstance(tag, str):
        raise InvalidRequest(f"{tag!r:.60} is no tag, which is a string")
    return bool(_PLAIN.fullmatch(tag))
