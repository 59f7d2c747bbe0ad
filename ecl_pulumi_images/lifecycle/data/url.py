"""Fetch a URL from this machine, as a stream."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import responses

import requests
import urllib3
from requests.auth import HTTPBasicAuth

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.client.clock import Clock, pause
from ecl_pulumi_images.client.http.network_errors import failure_in, why
from ecl_pulumi_images.client.http.redaction import redacted, shown_url
from ecl_pulumi_images.client.http.retry import Retries, RetryPolicy, failure_of
from ecl_pulumi_images.client.http.session import BLOCK, user_agent
from ecl_pulumi_images.client.transfer.ranged_get import is_all, skipped
from ecl_pulumi_images.client.transfer.watchdog import Guard
from ecl_pulumi_images.client.transfer.watched_session import guarded_session

from ..failures import Failed
from .stream import Stream

CONNECT = 20.0  # seconds to a connection
STALL = 60.0  # seconds without a byte

# A ValueError comes of a Location that is no URL.
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)


class NotFetched(Failed):
    """The URL gave no data, or not all of it. The message holds neither its query nor a password."""


@dataclass(frozen=True)
class Url:
    """What to fetch. username, password: for HTTP basic authentication, which no other host is given."""

    url: str
    username: str | None = None
    password: str | None = None

    def __str__(self) -> str:
        return shown_url(self.url)

    def __repr__(self) -> str:
        return f"Url({self})"  # a password must not show


@contextmanager
def fetched(
    what: Url,
    cancelled: Callable[[], bool],
    *,
    stall: float = STALL,
    policy: RetryPolicy = RetryPolicy(),  # noqa: B008  it is frozen
    clock: Clock = time,
) -> Iterator[Stream]:
    """Open a URL; redirects to http and https are followed, certificates are verified.

    The bytes are those that the server keeps, whatever Content-Encoding it gives them: a published .gz file stays one.
    What fails is tried again as a GET of the client is. A transfer that breaks goes on where it broke, if the server
    proves that the data is still the same.
    The proxies and certificate authorities of the environment count (HTTPS_PROXY, REQUESTS_CA_BUNDLE, as in requests).
    Raises NotFetched, also while the blocks are taken, and Cancelled.
    """
    with Guard(cancelled) as guard, guarded_session(requests.Session(), guard) as session:
        fetch = _Fetch(what, session, guard, cancelled, stall, policy, clock)
        try:
            answer = fetch.begin()
            yield Stream(fetch.blocks(), _size(answer), "html" in answer.headers.get("Content-Type", ""))
        finally:
            fetch.close()


class _Fetch:
    """One transfer. done: bytes that were given out."""

    def __init__(
        self,
        what: Url,
        session: requests.Session,
        guard: Guard,
        cancelled: Callable[[], bool],
        stall: float,
        policy: RetryPolicy,
        clock: Clock,
    ) -> None:
        self.done = 0
        self._what = what
        self._session = session
        self._guard = guard
        self._cancelled = cancelled
        self._timeout = (CONNECT, stall)
        self._clock = clock
        self._retries = Retries(policy, clock, random.random)
        self._answer: requests.Response | None = None

    def begin(self) -> requests.Response:
        """Ask for all of it."""
        answer = self._answered()
        if answer.status_code != 200:
            raise self._failure(f"answers {_status(answer.status_code)}")
        return answer

    def blocks(self) -> Iterator[bytes]:
        """Give the data out. Raises NotFetched when it ends early."""
        answer, validator = self._answer, _validator(self._answer)
        while answer is not None and answer.status_code != 416:  # nothing is behind the last byte
            try:
                for block in answer.raw.stream(BLOCK, decode_content=False):
                    self.done += len(block)
                    self._retries.reset()
                    yield block
                if self._guard.unwanted:  # our own hanging up may look like the end
                    raise Cancelled(f"stopped while reading {self._what}")
                return
            except _BROKEN as error:
                answer = self._rest(validator)
                if answer is None:
                    raise self._translated(error) from None

    def close(self) -> None:
        """Hang up."""
        if self._answer is not None:
            self._answer.close()

    def _rest(self, validator: str) -> requests.Response | None:
        """Ask for the rest; None when nobody wants it, or the server gives no such thing."""
        self.close()
        if not validator or not self._rested():
            return None
        try:
            answer = self._answered(**{"Range": f"bytes={self.done}-", "If-Range": validator})
        except NotFetched:
            return None  # the first break says more
        headers = {name.lower(): value for name, value in answer.headers.items()}
        continues = answer.status_code == 206 and skipped(206, headers, self.done) == 0
        return answer if continues or is_all(answer.status_code, headers, self.done) else None

    def _answered(self, **headers: str) -> requests.Response:
        """The answer, once the server is not down for the moment. Raises NotFetched, Cancelled."""
        while True:
            try:
                answer = self._answer = self._asked(**headers)
            except _BROKEN as error:
                if failure_in(error) is None or not self._rested():
                    raise self._translated(error) from None
            else:
                if failure_of(answer.status_code) is None or not self._rested(answer.headers.get("Retry-After")):
                    return answer
                answer.close()

    def _asked(self, **headers: str) -> requests.Response:
        auth = None
        if self._what.username is not None:  # RFC 7617: UTF-8
            auth = HTTPBasicAuth(self._what.username.encode(), (self._what.password or "").encode())
        return self._session.get(
            self._what.url, auth=auth, headers=_HEADERS | headers, timeout=self._timeout, stream=True
        )

    def _rested(self, after: str | None = None) -> bool:
        """Whether to try again, said after the pause before it. after: the Retry-After of the answer."""
        seconds = self._retries.pause_or_none(after)
        if seconds is None or self._unwanted():
            return False
        pause(self._clock, seconds, self._cancelled)
        return not self._unwanted()

    def _unwanted(self) -> bool:
        return self._guard.unwanted or self._cancelled()

    def _translated(self, error: BaseException) -> Exception:
        untrusted = isinstance(error, requests.exceptions.SSLError)
        remedy = " (set REQUESTS_CA_BUNDLE to the file of the authority that signed it)" if untrusted else ""
        return self._failure(f"could not be read: {redacted(why(error), self._what.url)}{remedy}")

    def _failure(self, words: str) -> Exception:
        if self._unwanted():
            return Cancelled(f"stopped while reading {self._what}")
        return NotFetched(f"image_source_url: {self._what} {words}")


_HEADERS = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}


def _status(status: int) -> str:
    return f"{status} {responses.get(status, '')}".strip()


def _size(answer: requests.Response) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and len(length) < 20 else None  # Python refuses thousands of digits


def _validator(answer: requests.Response | None) -> str:
    """Return what proves that the data is the same as before; a weak ETag does not (RFC 9110, 13.1.5)."""
    headers = {} if answer is None else answer.headers
    tag = headers.get("ETag", "")
    return headers.get("Last-Modified", "") if not tag or tag.startswith("W/") else tag
