"""What the tests beside it share."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.lifecycle.lookup import one

ACTIVE = b"a small raw image"


def found(images: ImageClient, **filters: Any) -> str:
    return one(lambda: images, filters)[0].id
