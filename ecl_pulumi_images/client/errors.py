"""Everything that can go wrong with the image service, as one tree.

    ImageServiceError
    |-- ConfigurationError      the settings lead to no cloud, or to more than one
    |-- BadRequest              400, or refused before any call
    |-- Unauthorized            401
    |-- Forbidden               403
    |-- NotFound                404
    |-- Conflict                409
    |-- Gone                    410
    |-- TooLarge                413
    |-- UnsupportedMedia        415
    |-- RateLimited             429
    |-- ServerError             5xx
    |-- ConnectionFailed        no answer at all
    |-- UnexpectedAnswer        an answer that is not the API's: a redirect, an HTML page, truncated JSON
    |-- ChecksumMismatch        the data that arrived is not the data that was sent
    |-- ImageFailed             the image went into a state from which it does not become usable
    |-- WaitTimeout             the image did not move for too long
    `-- Cancelled               the caller asked to stop

Any other 4xx is an `ImageServiceError` itself. No message holds a token, a password or a signed URL.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses

from .words import one_line

ID = 80  # characters of a request's id that are shown; OpenStack's have 40
TRANSIENT = frozenset({429, 502, 503, 504})  # the failures of http/retry.py


class ImageServiceError(Exception):
    """The root of the tree.

    message: the service's own words, or ours when it said nothing.
    method, path: of the call; None when the error arose before any call.
    status: HTTP status; None when there was no answer.
    request_id: `x-openstack-request-id` of the answer, for the cloud's operators.
    hint: the way out, where we know one; empty otherwise.
    from_service: whether the image service itself answered, and not a proxy in front of it.
    retry_after: the answer's Retry-After as it came, seconds or a date; None without one.
    message, hint and request_id are cleaned here, whoever said them: one line each, with an end, and nothing in it
    that steers a terminal.
    """

    def __init__(
        self,
        message: str,
        *,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        hint: str = "",
        from_service: bool = False,
        retry_after: str | None = None,
    ) -> None:
        message = one_line(message)
        super().__init__(message)
        self.message = message
        self.method = method
        self.path = path
        self.status = status
        self.request_id = None if request_id is None else one_line(request_id, ID)
        self.hint = hint
        self.from_service = from_service
        self.retry_after = retry_after

    @property
    def may_have_happened(self) -> bool:
        """Whether the call may have been carried out though its answer was lost: only a look tells."""
        return False

    @property
    def transient(self) -> bool:
        """Whether the call may succeed at another try, as far as it does no harm."""
        return self.status in TRANSIENT

    def __str__(self) -> str:
        call = " ".join(filter(None, [self.method, self.path]))
        status = f"{self.status} {responses.get(self.status, '')}".strip() if self.status else ""
        words = "" if self.message in {responses.get(self.status or 0), status} else self.message
        line = ": ".join(filter(None, [call, status, words]))
        line += f" ({one_line(self.hint)})" if self.hint else ""
        return line + (f" [{self.request_id}]" if self.request_id else "")


class ConfigurationError(ImageServiceError):
    """The settings name no cloud, an unknown one, two identities at once, or no single region."""


class BadRequest(ImageServiceError):
    """400: the service does not take these values; or they were refused before any call."""


class Unauthorized(ImageServiceError):
    """401: the credentials or the token are not accepted."""


class Forbidden(ImageServiceError):
    """403: protected, owned by someone else, read-only, or against the cloud's policy."""


class NotFound(ImageServiceError):
    """404: not there, or not visible to this project. Believe it only when `from_service` is true."""


class Conflict(ImageServiceError):
    """409: the image is in use, in the wrong state, or exists already."""


class Gone(ImageServiceError):
    """410: the image was deleted while its data was on the way."""


class TooLarge(ImageServiceError):
    """413: a quota or limit of the service, or the body limit of a proxy in front of it."""


class UnsupportedMedia(ImageServiceError):
    """415: the data is not what `disk_format` says, or the content type is not accepted."""


class RateLimited(ImageServiceError):
    """429: too many requests, and still too many after the retries."""


class ServerError(ImageServiceError):
    """5xx: the service or a proxy in front of it failed."""

    @property
    def may_have_happened(self) -> bool:
        return self.status in {502, 503, 504}


class ConnectionFailed(ImageServiceError):
    """No answer. `reached` tells whether the request may have been carried out all the same, `late` whether the time
    was over, so that it may still be carried out.
    """

    reached: bool = True
    late: bool = False

    @property
    def may_have_happened(self) -> bool:
        return self.reached

    @property
    def transient(self) -> bool:
        return True


class UnexpectedAnswer(ImageServiceError):
    """An answer that is not the image API's: a redirect, an HTML page, truncated JSON."""


class ChecksumMismatch(ImageServiceError):
    """What the service holds, or what was downloaded, differs from what was sent."""


class ImageFailed(ImageServiceError):
    """The image was killed or deleted, or its import failed."""


class WaitTimeout(ImageServiceError):
    """The image stayed in one state without movement, or the whole wait took too long."""


class Cancelled(ImageServiceError):
    """The caller's `cancelled` answered true."""


BY_STATUS: Mapping[int, type[ImageServiceError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    413: TooLarge,
    415: UnsupportedMedia,
    429: RateLimited,
}
