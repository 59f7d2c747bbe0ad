"""Keystone's refusals and silences as errors of this package, with Keystone's own words and the way out."""

from __future__ import annotations

import requests
from keystoneauth1 import exceptions as keystone

from .. import errors
from ..http.bounded_body import Unreadable
from ..http.error_body import LONGEST, is_html, page_title, reason
from ..http.network_errors import words
from ..http.redaction import redacted, shown_url
from ..http.retry import Failure, failure_of
from ..names.hints import AUTH_URL, AUTHORITY, CREDENTIALS, NO_KEYSTONE, spelt


def identity_error(
    error: keystone.ClientException, auth_url: str | None
) -> tuple[errors.ImageServiceError, Failure | None]:
    """The error to raise, and what kind of failure it is when asking again may help."""
    place = shown_url(auth_url or "the identity service")
    said = words(str(error), auth_url or "")
    if isinstance(error, keystone.HttpError):
        return _refused(error, place), failure_of(error.http_status)
    if isinstance(error, keystone.InvalidResponse):
        return _no_token(error.response, place), None
    if isinstance(odd := getattr(error, "original", None), Unreadable):
        return errors.UnexpectedAnswer(f"no token from {place}: the answer is {odd}", hint=spelt(NO_KEYSTONE)), None
    if isinstance(error, keystone.SSLError):
        return errors.ConnectionFailed(f"cannot connect to {place}: {said}", hint=spelt(AUTHORITY)), None
    if isinstance(error, keystone.ConnectionError) or "Unable to establish connection" in str(error):
        failed = errors.ConnectionFailed(f"cannot connect to {place}: {said}", hint=spelt(AUTH_URL))
        failed.reached = False
        return failed, Failure.NEVER_SENT
    return errors.ConfigurationError(f"no token from {place}: {said}", hint=spelt(CREDENTIALS)), None


def odd_answer(error: Exception, auth_url: str | None) -> errors.UnexpectedAnswer:
    """The error for an address that is none, or an answer that is no token of Keystone's version 3."""
    place, kind = shown_url(auth_url or "the identity service"), type(error).__name__
    said = words(str(error), auth_url or "")
    return errors.UnexpectedAnswer(f"no token from {place}: {kind}: {said}", hint=spelt(AUTH_URL))


def _refused(error: keystone.HttpError, place: str) -> errors.ImageServiceError:
    status, said = error.http_status, redacted(str(error.details or error.message or ""), longest=LONGEST)
    if isinstance(error.response, requests.Response):
        heard = reason({name.lower(): value for name, value in error.response.headers.items()}, error.response.content)
        if heard.is_html and not heard.from_service:
            return _page(error.response, place)
        said = heard.words
    return _kind(status)(
        f"{place} refused to give a token: {said}",
        status=status,
        request_id=error.request_id,
        hint="" if status >= 500 or status == 429 else spelt(CREDENTIALS),
    )


def _no_token(answer: requests.Response, place: str) -> errors.ImageServiceError:
    """The error for an answer that keystoneauth can make nothing of."""
    if is_html(answer.headers.get("Content-Type", ""), answer.content):
        return _page(answer, place)
    words = f"no token from {place}: {len(answer.content)} bytes that are no token of Keystone's version 3"
    return errors.ConfigurationError(words, hint=spelt(NO_KEYSTONE))


def _page(answer: requests.Response, place: str) -> errors.ImageServiceError:
    """The error for a page for people, which is never quoted: Keystone answers JSON."""
    title = page_title(answer.content) or "without a title"
    words = f"no token from {place}: an HTML page ({title}) where Keystone's answer belongs"
    return _kind(answer.status_code)(words, status=answer.status_code, hint=spelt(NO_KEYSTONE))


def _kind(status: int) -> type[errors.ImageServiceError]:
    if status < 400 or status == 404:  # of Keystone: it must never be taken for a missing image
        return errors.ConfigurationError
    return errors.ServerError if status >= 500 else errors.BY_STATUS.get(status, errors.ImageServiceError)
