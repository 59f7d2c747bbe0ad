"""What can go wrong above the client.

Failed                what the user asked for did not come true; the message says why and the way out
├── InUse             ... as servers or volumes still use the image
├── NotImported       ... as the service did not import the data
├── Partial           ... and an image is left on the service that the state must know
└── Unsettled         ... and an image may hold some of the changes: it must be read again before it is planned with
"""

from __future__ import annotations

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.client.words import one_line


class Failed(Exception):
    """The act failed; one line says what, where, and the way out, whoever said the words in it."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class InUse(Failed):
    """The image cannot be deleted while something uses it."""


class NotImported(Failed):
    """The service did not import the data; an upload may still do."""


class Partial(Failed):
    """The act failed and left an image behind, which the caller must record.

    record: what the service answered last about it. whole: whether its data is there and proved.
    """

    def __init__(self, message: str, record: Image, whole: bool = False) -> None:
        super().__init__(message)
        self.record = record
        self.whole = whole


class Unsettled(Failed):
    """The update failed after its PATCH may have changed the image, so that the state is no longer sure."""
