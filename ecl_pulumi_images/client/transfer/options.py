"""How a transfer is carried out, whichever way the data goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .verification import Progress

STALL = 60.0  # seconds without movement
ANSWER_TIMEOUT = 3600.0  # seconds from the last byte to the answer: the service may flush its store before it


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOptions:
    """What the caller of an upload, a staging or a download asked for; `ImageClient.upload` says what each means."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    stall: float = STALL  #: Seconds without a block that moved.
    answer_timeout: float = ANSWER_TIMEOUT  #: Seconds; for data that is sent.
    hashes: Sequence[str] = ()  #: Those to compute, by hashlib's names.
