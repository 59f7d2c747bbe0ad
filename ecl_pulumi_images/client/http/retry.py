"""When a call may be sent again, and after how long. Pure; the clock is handed in.

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
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ..clock import Clock

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


class Retries:
    """The failures of one call so far, counted since the start or the last `reset`. jitter: gives a number in 0..1."""

    def __init__(self, policy: RetryPolicy, clock: Clock, jitter: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._jitter = jitter
        self.reset()

    def reset(self) -> None:
        """Forget the failures, as the call has moved on."""
        self._failed, self._since = 0, self._clock.monotonic()

    def pause_or_none(self, asked: str | None = None) -> float | None:
        """Count a failure; seconds before the next attempt, None to give up. asked: the answer's Retry-After."""
        self._failed += 1
        elapsed = self._clock.monotonic() - self._since
        return self._policy.pause(self._failed, elapsed, self._jitter(), retry_after(asked, self._clock.time()))
