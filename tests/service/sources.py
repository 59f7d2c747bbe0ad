"""What the tests beside it share."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable

import pytest

from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.lifecycle.failures import Failed

RAW = os.urandom(3_000_000)


Declare = Callable[..., Image]


def left(images: ImageClient, refused: Callable[[], Image], kind: type[Exception] = Failed) -> tuple[str, int]:
    """What a failure says, and how many more images there are after it than before."""
    before = {image.id for image in images.list()}
    with pytest.raises(kind) as raised:
        refused()
    return str(raised.value), len({image.id for image in images.list()} - before)


def sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()
