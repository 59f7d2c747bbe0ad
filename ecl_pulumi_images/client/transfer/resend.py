"""What to do after one attempt to send a body. Pure.

| what came                                       | then                                                             |
|-------------------------------------------------|------------------------------------------------------------------|
| 2xx, the whole body sent                        | done                                                             |
| 401                                             | a new token, and the body from its beginning                     |
| 401 for an application credential's valid token | give up: its access rules forbid this call                       |
| 411 for a body sent in chunks                   | measure the source, and send it with its length                  |
| 429, 502, 503, 504, or no answer                | after a pause (Retry-After), look at the image; if it holds no   |
|                                                 | data, send the body once more                                    |
| anything else                                   | give up                                                          |

A body is sent again only from a source that has been rewound. Where that is not possible, the image is looked at when
all of the body was sent, and everything else is given up at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..errors import ConnectionFailed, ImageServiceError
from ..http.retry import failure_of
from .verification import Transfer


class Step(Enum):
    """What follows an attempt. Each is taken at most once in an upload."""

    DONE = "done"
    RENEW = "take a new token"
    MEASURE = "say the length"
    LOOK = "look at the image"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one sending went.

    error: None for success. transfer: what was sent, if that was all of it. begun: whether any of the body was used.
    chunked: whether its length was left open. rewindable: whether the source is. refused: whether a 401 stands for
    the call, because the token of an application credential cannot have expired.
    """

    error: ImageServiceError | None = None
    transfer: Transfer | None = None
    begun: bool = True
    chunked: bool = False
    rewindable: bool = True
    refused: bool = False


def following(attempt: Attempt) -> Step:
    """The step after this attempt: the table above."""
    error = attempt.error
    if error is None:
        return Step.DONE
    if not attempt.begun:
        return Step.GIVE_UP
    if _is_unclear(error) and (attempt.transfer is not None or attempt.rewindable):
        return Step.LOOK
    if attempt.rewindable and error.status == 401 and not attempt.refused:
        return Step.RENEW
    if attempt.rewindable and error.status == 411 and attempt.chunked:
        return Step.MEASURE
    return Step.GIVE_UP


def hint(attempt: Attempt, path: str, source: str) -> str:
    """The way out of the attempt's error, where it is not the service's to say; else empty."""
    status = attempt.error.status if attempt.error else None
    if status == 401 and attempt.refused:
        return f"this credential may not PUT {path}: its access rules have to allow that"
    if status == 401 and not attempt.rewindable:
        return f"the token was refused, and {source} cannot be read a second time: start again"
    if attempt.begun and not attempt.rewindable and attempt.error and _is_unclear(attempt.error):
        return f"the image holds no data, and {source} cannot be read a second time: start again"
    return ""


def _is_unclear(error: ImageServiceError) -> bool:
    return isinstance(error, ConnectionFailed) or (error.status is not None and failure_of(error.status) is not None)
