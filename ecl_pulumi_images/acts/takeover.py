"""Images that this process, which serves one deployment, has taken over.

A resource that is renamed, or replaced by force, lets go of the very image that its successor has just adopted: it
must not be deleted then. And no two resources may adopt one image: each would undo the other's changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.props import Props

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

_taken_over: dict[tuple[str, str], object] = {}  # endpoint and image id -> whoever came first


@contextmanager
def taking_over(images: ImageClient, declared: Props) -> Iterator[None]:
    """Note the image that is adopted inside, if any, unless that fails. Raises Failed when another resource has it."""
    image_id, me = declared.get("adopt"), object()
    if not image_id:
        yield
        return
    key = (images.endpoint, image_id)
    if _taken_over.setdefault(key, me) is not me:
        raise Failed(f"adopt: another resource of this program has taken over image {image_id}: declare it once")
    try:
        yield
    except BaseException:
        del _taken_over[key]
        raise


def taken_over(images: ImageClient, image_id: str) -> bool:
    """Return whether a resource has taken over the image in this run."""
    return (images.endpoint, image_id) in _taken_over
