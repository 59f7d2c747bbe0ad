"""What was moved, and whether the service's record agrees with it. Pure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

from ..errors import ChecksumMismatch
from ..images.image import Image

#: Told how many bytes are done, and of how many; None when nobody knows.
Progress = Callable[[int, int | None], None]
#: Where a download goes: the path of a file, or an object that is open for writing bytes.
Target = str | os.PathLike[str] | BinaryIO


@dataclass(frozen=True, slots=True)
class Transfer:
    """The data of one upload or download, as it passed through this process.

    size: bytes. hashes: lower-case hex by hashlib's name, `md5` and `sha512`.
    """

    size: int
    hashes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashes", MappingProxyType(dict(self.hashes)))

    def __reduce__(self) -> tuple[type[Transfer], tuple[int, dict[str, str]]]:
        return Transfer, (self.size, dict(self.hashes))  # a mapping proxy does not pickle


def verify(transfer: Transfer, image: Image) -> None:
    """Raise ChecksumMismatch unless the record's size and hashes, as far as it has any, are those of the transfer.

    `checksum` is an MD5; `os_hash_algo` and `os_hash_value` came with API 2.7 and hold a SHA-512 by default
    (Image API reference, "Show image"). An algorithm that was not computed is passed over.
    """
    for what, ours, recorded in _compared(transfer, image):
        if ours != recorded:
            raise ChecksumMismatch(
                f"image {image.id}: {what} of the data is {ours}, the service's record says {recorded}",
                hint="the data was damaged on its way, or is not this image's; do not use it",
            )


def _compared(transfer: Transfer, image: Image) -> Iterator[tuple[str, int | str, int | str]]:
    if image.size is not None:
        yield "the size", transfer.size, image.size
    for algorithm, value in (("md5", image.checksum), (image.os_hash_algo, image.os_hash_value)):
        ours = transfer.hashes.get((algorithm or "").lower())
        if ours and value:
            yield f"the {algorithm}", ours, value.lower()
