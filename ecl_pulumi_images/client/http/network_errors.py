"""What went wrong below HTTP: whether the request can have reached the server, and why, in few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPException

import requests
import urllib3

from ..errors import ConnectionFailed
from ..names.hints import AUTHORITY, spelt
from ..words import cut, printable
from .redaction import redacted
from .retry import Failure

_ERRNO = re.compile(r"\[Errno -?\d+\] ([^'\")\]]+)")
_OBJECT = re.compile(r"<[^<>]* object at 0x[0-9a-f]+>:?")
_NO_URL = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.LocationValueError,
)
_NOT_CONNECTED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


def failure_in(error: BaseException) -> Failure | None:
    """The kind of failure; None for one that trying again does not cure, such as a certificate."""
    if isinstance(error, requests.exceptions.SSLError):
        return None
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return Failure.NEVER_SENT
    if any(isinstance(cause, _NOT_CONNECTED) for cause in _causes(error)):
        return Failure.NEVER_SENT
    if isinstance(error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError):
        return Failure.NO_ANSWER
    return None


def connection_failed(method: str, path: str, place: str, error: requests.RequestException) -> ConnectionFailed:
    """The error for a call without an answer; names the place, never headers or the query."""
    reached = failure_in(error) is Failure.NO_ANSWER
    verb = "no answer from" if reached else "cannot connect to"
    failed = ConnectionFailed(f"{verb} {place}: {why(error)}", method=method, path=path, hint=_hint(error))
    failed.reached = reached
    failed.late = reached and _timed_out(error)
    return failed


def why(error: BaseException) -> str:
    """The operating system's or the library's own words, without addresses of objects."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, requests.RequestException):
            return cause.strerror
    if _timed_out(error):
        return "timed out waiting for the answer"
    if any(isinstance(cause, urllib3.exceptions.ConnectTimeoutError) for cause in causes):
        return "timed out while connecting"
    if any(isinstance(cause, _NO_URL) for cause in causes):
        return "the address, or one that it redirects to, is no URL"  # theirs would quote it
    said = next((cause for cause in causes if isinstance(cause, HTTPException)), error)  # http.client's own words
    return words(str(said))


def _timed_out(error: BaseException) -> bool:
    waiting = requests.exceptions.ReadTimeout | urllib3.exceptions.ReadTimeoutError
    return any(isinstance(cause, waiting) for cause in _causes(error))


def words(text: str, *urls: str) -> str:
    """The part of a nested error text that a person can use. urls: addresses whose secrets may stand in it."""
    text = redacted(text, *urls)
    found = _ERRNO.search(text)
    last = text.rsplit("Caused by ", 1)[-1]
    return cut(found[1].strip() if found else printable(_OBJECT.sub("", last)), 300)


def _hint(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return spelt(AUTHORITY)
    if isinstance(error, requests.exceptions.ProxyError):
        return "a proxy is set in the environment: HTTPS_PROXY, HTTP_PROXY, NO_PROXY"
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or one in seen:
            continue
        seen.append(one)
        yield one
        waiting += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]
