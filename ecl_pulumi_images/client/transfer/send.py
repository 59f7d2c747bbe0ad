"""One PUT of one body, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from ..clock import pause
from ..errors import Cancelled, ConnectionFailed, ImageServiceError, UnexpectedAnswer
from ..http.network_errors import connection_failed, failure_in
from ..http.response import judged
from ..http.retry import Failure
from ..transport import SUCCESS, Transport
from .body import Body, Interrupted
from .digests import Digests
from .options import TransferOptions
from .resend import Attempt
from .source import OpenSource
from .watchdog import Guard
from .watched_session import guarded_session

TOKEN_LIFE = 3600.0  # seconds of life that a token should have left; Tokens takes half of a shorter life for enough
TYPE = "application/octet-stream"  # any other is 415: glance/api/v2/image_data.py, upload


@dataclass(slots=True)
class Put:
    """Where a source goes and who is told.

    token: the last one used.
    """

    transport: Transport
    path: str
    source: OpenSource
    options: TransferOptions
    token: str = ""

    def attempt(self) -> Attempt:
        """Send the source from where it stands, once. Raises only what is our own: BadSource, Cancelled, ..."""
        with Digests(self.options.hashes) as digests, Guard(self.options.cancelled, stall=self.options.stall) as guard:
            body = Body(self.source, digests, guard, self.options.progress, self.options.cancelled)
            error = self._error(body, guard)
            return Attempt(
                error,
                body.transfer() if body.whole else None,
                begun=body.begun,
                chunked=body.len is None,
                rewindable=self.source.rewindable,
                refused=error is not None and error.status == 401 and self._is_refused(),
            )

    def _error(self, body: Body, guard: Guard) -> ImageServiceError | None:
        """What kept the body from arriving. Without a connection nothing is lost: connect again, after a pause."""
        clock = self.transport.clock
        retries = self.transport.retries()
        while True:
            try:
                return self._answered(body, guard)
            except requests.RequestException as error:
                failed = self._failed(error, guard)
                may_repeat = failure_in(error) is Failure.NEVER_SENT and not body.begun
            seconds = retries.pause_or_none()
            if not may_repeat or seconds is None:
                return failed
            pause(clock, seconds, self.options.cancelled)

    def _answered(self, body: Body, guard: Guard) -> ImageServiceError | None:
        answer = self._exchanged(body, guard)
        try:
            judged("PUT", self.path, answer, ok=SUCCESS, ambiguous=False, endpoint=self.transport.endpoint)
        except ImageServiceError as error:
            return error
        if body.whole:
            return None
        words = f"answered {answer.status_code} after {body.sent} bytes, before all was sent"
        return UnexpectedAnswer(words, method="PUT", path=self.path, status=answer.status_code)

    def _exchanged(self, body: Body, guard: Guard) -> requests.Response:
        transport = self.transport
        url, headers = transport.endpoint + self.path, self._headers()
        timeout = transport.timeout[0], self.options.answer_timeout
        with guarded_session(transport.session_for_data(), guard) as session:
            try:
                sending: Any = body  # its blocks are memoryviews, which sockets take as they take bytes
                how: dict[str, Any] = {"timeout": timeout, "allow_redirects": False, **transport.tls()}
                return session.put(url, data=sending, headers=headers, **how)
            except Interrupted as stop:
                reason = stop.__cause__
        raise reason or AssertionError("interrupted without a reason")

    def _headers(self) -> Mapping[str, str]:
        headers = {**self.transport.headers(TOKEN_LIFE), "Content-Type": TYPE}
        self.token = headers.get("X-Auth-Token", "")
        if self.source.size is not None:
            # Beside Content-Length, so that a store can reserve all of it at once: glance-specs, set-size-on-upload.
            headers["x-openstack-image-size"] = str(self.source.size)
        return headers

    def _failed(self, error: requests.RequestException, guard: Guard) -> ImageServiceError:
        if guard.unwanted:
            return Cancelled("stopped while waiting for the service", method="PUT", path=self.path)
        if guard.stalled:
            words = f"{self.transport.endpoint} took no data for {guard.stall:.0f} s"
            return ConnectionFailed(words, method="PUT", path=self.path)
        return connection_failed("PUT", self.path, self.transport.endpoint, error)

    def _is_refused(self) -> bool:
        """Whether the 401 stands for the call: by its own date the token is good, and access rules may forbid a PUT.

        keystonemiddleware answers 401 for what the access rules of an application credential leave out.
        """
        return self.transport.restrictable and self.transport.token(0) == self.token
