"""Fetch a URL from this machine, as a stream."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import responses

import requests
import urllib3
from requests.auth import HTTPBasicAuth

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.client.fetch import skipped
from ecl_pulumi_images.client.guard import Guard
from ecl_pulumi_images.client.guarded import guarded_session
from ecl_pulumi_images.client.network import why
from ecl_pulumi_images.client.redaction import redacted
from ecl_pulumi_images.client.sessions import BLOCK, user_agent

from .failures import Failed
from .stream import Stream

CONNECT = 20.0  # seconds to a connection
STALL = 60.0  # seconds without a byte
PAUSES = (0.1, 1.0, 5.0)  # seconds before each attempt to go on; they begin again with every byte

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
        return redacted(self.url)

    def __repr__(self) -> str:
        return f"Url({self})"  # a password must not show


@contextmanager
def fetched(what: Url, cancelled: Callable[[], bool], *, stall: float = STALL) -> Iterator[Stream]:
    """Open a URL; redirects to http and https are followed, certificates are verified.

    The bytes are those that the server keeps, whatever Content-Encoding it gives them: a published .gz file stays one.
    A transfer that breaks goes on where it broke, if the server proves that the data is still the same.
    The proxies and certificate authorities of the environment count (HTTPS_PROXY, REQUESTS_CA_BUNDLE, as in requests).
    Raises NotFetched, also while the blocks are taken, and Cancelled.
    """
    with Guard(cancelled) as guard, guarded_session(requests.Session(), guard) as session:
        fetch = _Fetch(what, session, guard, stall)
        try:
            answer = fetch.begin()
            yield Stream(fetch.blocks(), _size(answer), "html" in answer.headers.get("Content-Type", ""))
        finally:
            fetch.close()


class _Fetch:
    """One transfer. done: bytes that were given out."""

    def __init__(self, what: Url, session: requests.Session, guard: Guard, stall: float) -> None:
        self.done = 0
        self._what = what
        self._session = session
        self._guard = guard
        self._timeout = (CONNECT, stall)
        self._answer: requests.Response | None = None

    def begin(self) -> requests.Response:
        """Ask for all of it."""
        try:
            self._answer = self._asked()
        except _BROKEN as error:
            raise self._translated(error) from None
        if self._answer.status_code != 200:
            raise NotFetched(f"image_source_url: {self._what} answers {_status(self._answer.status_code)}")
        return self._answer

    def blocks(self) -> Iterator[bytes]:
        """Give the data out. Raises NotFetched when it ends early."""
        answer, validator = self._answer, _validator(self._answer)
        broken = 0
        while answer is not None:
            try:
                for block in answer.raw.stream(BLOCK, decode_content=False):
                    self.done, broken = self.done + len(block), 0
                    yield block
                if self._guard.unwanted:  # our own hanging up may look like the end
                    raise Cancelled(f"stopped while reading {self._what}")
                return
            except _BROKEN as error:
                broken += 1
                answer = self._again(validator, broken)
                if answer is None:
                    raise self._translated(error) from None

    def close(self) -> None:
        """Hang up."""
        if self._answer is not None:
            self._answer.close()

    def _again(self, validator: str, broken: int) -> requests.Response | None:
        """Ask for the rest, once; None when nobody wants it, or the server gives no such thing."""
        self.close()
        if not validator or broken > len(PAUSES) or self._guard.unwanted:
            return None
        time.sleep(PAUSES[broken - 1])
        try:
            self._answer = self._asked(**{"Range": f"bytes={self.done}-", "If-Range": validator})
        except _BROKEN:
            return self._again(validator, broken + 1)
        headers = {name.lower(): value for name, value in self._answer.headers.items()}
        continues = self._answer.status_code == 206 and skipped(206, headers, self.done) == 0
        return self._answer if continues else None

    def _asked(self, **headers: str) -> requests.Response:
        auth = None
        if self._what.username is not None:  # RFC 7617: UTF-8
            auth = HTTPBasicAuth(self._what.username.encode(), (self._what.password or "").encode())
        return self._session.get(
            self._what.url, auth=auth, headers=_HEADERS | headers, timeout=self._timeout, stream=True
        )

    def _translated(self, error: BaseException) -> Exception:
        if self._guard.unwanted:
            return Cancelled(f"stopped while reading {self._what}")
        untrusted = isinstance(error, requests.exceptions.SSLError)
        remedy = " (set REQUESTS_CA_BUNDLE to the file of the authority that signed it)" if untrusted else ""
        reason = redacted(why(error))
        return NotFetched(f"image_source_url: {self._what} could not be read: {reason}{remedy}")


_HEADERS = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}


def _status(status: int) -> str:
    return f"{status} {responses.get(status, '')}".strip()


def _size(answer: requests.Response) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _validator(answer: requests.Response | None) -> str:
    """Return what proves that the data is the same as before; a weak ETag does not (RFC 9110, 13.1.5)."""
    headers = {} if answer is None else answer.headers
    tag = headers.get("ETag", "")
    return headers.get("Last-Modified", "") if not tag or tag.startswith("W/") else tag
