"""What a source gives: blocks of bytes, and what is known about them beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Stream:
    """An open source. size: bytes, None when only its end will tell; html: whether it is called a page."""

    blocks: Iterator[bytes]
    size: int | None = None
    html: bool = False
