"""When a call may be sent again, and after how long. Pure.

| what happened                            | GET HEAD PUT DELETE | PATCH | POST |
|------------------------------------------|---------------------|-------|------|
| the connection was never made            | again               | again | again |
| 429: refused before it was looked at     | again               | again | again |
| 503: the service takes no calls now      | again               | again | no   |
| 502, 504, or no answer after sending     | again               | no    | no   |

A PATCH with a `remove` answers 409 the second time, and a POST makes a second image: where the first one may
have been carried out, their caller has to look before trying again (of a new image: posting.py). A 503 can come from
a proxy after Glance has made the image, and so can a 429: an image's own id makes its second POST a 409 then.
"""

from __future__ import annotations

import email.utils
from dataclasses import dataclass
from enum import Enum

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})  # RFC 9110, 9.2.2


class Failure(Enum):
    """What came instead of a final answer."""

    NEVER_SENT = "never sent"
    NO_ANSWER = "no answer"
    RATE_LIMITED = "429"
    UNAVAILABLE = "503"
    GATEWAY = "502 or 504"

    @property
    def ambiguous(self) -> bool:
        """Whether the call may have been carried out."""
        return self in {Failure.NO_ANSWER, Failure.UNAVAILABLE, Failure.GATEWAY}


_BY_STATUS = {429: Failure.RATE_LIMITED, 502: Failure.GATEWAY, 503: Failure.UNAVAILABLE, 504: Failure.GATEWAY}
_ALWAYS = {Failure.NEVER_SENT, Failure.RATE_LIMITED}


def failure_of(status: int) -> Failure | None:
    """The failure that a status stands for, None for a final answer."""
    return _BY_STATUS.get(status)


def may_retry(method: str, failure: Failure) -> bool:
    """Whether sending the call again can do no harm: the table above."""
    if failure in _ALWAYS or method in IDEMPOTENT:
        return True
    return method == "PATCH" and failure is Failure.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long. Seconds.

    attempts: in all, the first one included. first, longest: of the pauses, which double.
    budget: no new attempt begins when so much time has gone by.
    """

    attempts: int = 5
    first: float = 0.3
    longest: float = 30.0
    budget: float = 180.0

    def pause(self, attempt: int, elapsed: float, jitter: float, retry_after: float | None) -> float | None:
        """Seconds before the next attempt, None to give up. `attempt` counts from 1, `jitter` is in 0..1."""
        if attempt >= self.attempts:
            return None
        grown = min(self.longest, self.first * 2 ** (attempt - 1)) * (0.5 + jitter / 2)
        pause = grown if retry_after is None else min(self.longest, max(0.0, retry_after)) + grown * jitter
        return pause if elapsed + pause <= self.budget else None


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110, 10.2.3: seconds or a date). `now` is Unix time."""
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
