"""Keystone's refusals and silences as errors of this package, with Keystone's own words and the way out."""

from __future__ import annotations

from keystoneauth1 import exceptions as keystone

from ecl_pulumi_images.client import errors
from ecl_pulumi_images.client.network import words
from ecl_pulumi_images.client.redaction import redacted
from ecl_pulumi_images.client.retry import Failure, failure_of
from ecl_pulumi_images.client.spelling import setting


def identity_error(
    error: keystone.ClientException, auth_url: str | None
) -> tuple[errors.ImageServiceError, Failure | None]:
    """The error to raise, and what kind of failure it is when asking again may help."""
    place = redacted(auth_url or "the identity service")
    if isinstance(error, keystone.HttpError):
        return _refused(error, place), failure_of(error.http_status)
    if isinstance(error, keystone.SSLError):
        hint = f"set {setting('cacert')} to the file of the authority that signed the certificate"
        return errors.ConnectionFailed(f"cannot connect to {place}: {words(redacted(str(error)))}", hint=hint), None
    if isinstance(error, keystone.ConnectionError) or "Unable to establish connection" in str(error):
        failed = errors.ConnectionFailed(
            f"cannot connect to {place}: {words(redacted(str(error)))}", hint=f"check {setting('auth_url')}"
        )
        failed.reached = False
        return failed, Failure.NEVER_SENT
    return errors.ConfigurationError(f"no token from {place}: {words(redacted(str(error)))}", hint=_check()), None


def odd_answer(error: Exception, auth_url: str | None) -> errors.UnexpectedAnswer:
    """The error for an address that is none, or an answer that is no token of Keystone's version 3."""
    place, kind = redacted(auth_url or "the identity service"), type(error).__name__
    return errors.UnexpectedAnswer(
        f"no token from {place}: {kind}: {redacted(str(error))}", hint=f"check {setting('auth_url')}"
    )


def _refused(error: keystone.HttpError, place: str) -> errors.ImageServiceError:
    said = redacted(error.details or error.message or "")
    status = error.http_status
    # A 404 of Keystone must never be taken for a missing image.
    kind = errors.ServerError if status >= 500 else errors.BY_STATUS.get(status, errors.ImageServiceError)
    if status == 404:
        kind = errors.ConfigurationError
    return kind(
        f"{place} refused to give a token: {said}",
        status=status,
        request_id=error.request_id,
        hint="" if status >= 500 or status == 429 else _check(),
    )


def _check() -> str:
    return f"check {setting('auth_url')}, user, password or application credential, project and domains"
