"""Fetch a URL from this machine, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import responses

import requests
import urllib3
from requests.auth import HTTPBasicAuth

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.client.guard import Guard
from ecl_pulumi_images.client.guarded import guarded_session
from ecl_pulumi_images.client.network import why
from ecl_pulumi_images.client.redaction import redacted
from ecl_pulumi_images.client.sessions import BLOCK, user_agent

from .failures import Failed
from .stream import Stream

CONNECT = 20.0  # seconds to a connection
STALL = 60.0  # seconds without a byte

_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError)


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
    The proxies and certificate authorities of the environment count (HTTPS_PROXY, REQUESTS_CA_BUNDLE, as in requests).
    Raises NotFetched, also while the blocks are taken, and Cancelled.
    """
    with Guard(cancelled) as guard, guarded_session(requests.Session(), guard) as session:
        with _translated(what, guard):
            answer = session.get(what.url, auth=_auth(what), headers=_HEADERS, timeout=(CONNECT, stall), stream=True)
        with answer:  # closed at once when the caller has had enough
            if answer.status_code != 200:
                raise NotFetched(f"image_source_url: {what} answers {_status(answer.status_code)}")
            yield Stream(_blocks(answer, what, guard), _size(answer), "html" in answer.headers.get("Content-Type", ""))


_HEADERS = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}


def _auth(what: Url) -> HTTPBasicAuth | None:
    if what.username is None:
        return None
    return HTTPBasicAuth(what.username.encode(), (what.password or "").encode())  # RFC 7617: UTF-8


def _status(status: int) -> str:
    return f"{status} {responses.get(status, '')}".strip()


def _size(answer: requests.Response) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _blocks(answer: requests.Response, what: Url, guard: Guard) -> Iterator[bytes]:
    with _translated(what, guard):
        yield from answer.raw.stream(BLOCK, decode_content=False)


@contextmanager
def _translated(what: Url, guard: Guard) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        if guard.unwanted:
            raise Cancelled(f"stopped while reading {what}") from None
        untrusted = isinstance(error, requests.exceptions.SSLError)
        remedy = " (set REQUESTS_CA_BUNDLE to the file of the authority that signed it)" if untrusted else ""
        raise NotFetched(f"image_source_url: {what} could not be read: {redacted(why(error))}{remedy}") from None
