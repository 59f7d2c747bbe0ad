"""Calls to the image service: retries that can do no harm, errors as exceptions.

keystoneauth gives the token, the catalogue and the TLS settings. Its own request loop is not used: after a 401
it sends an already read body again, empty, and reports success.
"""

from __future__ import annotations

import json as jsonlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import requests

from .auth.access import LOG, Access
from .clock import Clock
from .errors import ImageServiceError, UnexpectedAnswer
from .http.bounded_body import Unreadable
from .http.hints import check_endpoint
from .http.network_errors import connection_failed, failure_in
from .http.response import judged, request_id
from .http.retry import Failure, Retries, RetryPolicy, failure_of, may_retry
from .http.session import http_session
from .invalid import InvalidRequest

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter

SUCCESS = range(200, 300)
CONNECT_TIMEOUT = 10.0  # seconds
READ_TIMEOUT = 120.0  # seconds without a byte of the answer; the session's own timeout overrides it

Query = Sequence[tuple[str, str]]
Outcome = requests.Response | ImageServiceError


class Transport(Access):
    """All calls of one client; many threads may share it. The arguments are those of Access."""

    def __init__(
        self,
        adapter: Adapter,
        *,
        policy: RetryPolicy | None = None,
        clock: Clock = time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(adapter, policy=policy, clock=clock, jitter=jitter)
        self._lock = Lock()
        self._http: requests.Session | None = None

    def session_for_data(self) -> requests.Session:
        """The HTTP session for data: 1 MiB blocks, no retries, TLS and proxies as configured."""
        with self._lock:
            if self._http is None:
                self._http = http_session(self._adapter.session)
            return self._http

    @property
    def timeout(self) -> tuple[float, float]:
        """Seconds to connect, and seconds without any byte, before a call counts as failed."""
        given: Any = self._adapter.session.timeout  # `connect` sets a pair, others a number or nothing
        return given if isinstance(given, tuple) else (CONNECT_TIMEOUT, float(given or READ_TIMEOUT))

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Make one call and return its answer, body read. `path` is quoted and begins with `/v2`.

        Raises an ImageServiceError for a status of failure, a redirect, an HTML page, or silence.
        """
        data = _encoded(json) if json is not None else body
        extra = {"Content-Type": "application/json"} if json is not None else {}
        url = self.endpoint + path + _query(query)
        answer, ambiguous = self._answered(method, url, path, data, {**extra, **(headers or {})})
        return judged(method, path, answer, ok=SUCCESS, ambiguous=ambiguous, endpoint=self.endpoint)

    def _answered(
        self, method: str, url: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> tuple[requests.Response, bool]:
        """The final answer, and whether an earlier attempt may have been carried out."""
        retries, renewed, ambiguous = self.retries(), False, False
        while True:
            sent = {**self.headers(), **headers}
            outcome, failure = self._exchanged(method, url, path, data, sent)
            if not renewed and _refused(outcome) and self._tokens.drop(sent.get("X-Auth-Token")):
                renewed = True
                continue
            pause = _pause(method, failure, retries, outcome)
            if failure is not None and pause is not None:
                ambiguous = ambiguous or failure.ambiguous
                LOG.info("%s %s: %s, again in %.1f s", method, path, failure.value, pause)
                self.clock.sleep(pause)
            elif isinstance(outcome, ImageServiceError):
                raise outcome
            else:
                return outcome, ambiguous

    def _exchanged(
        self, method: str, url: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Outcome, Failure | None]:
        session, began = self.session_for_data(), self.clock.monotonic()
        how: dict[str, Any] = {"timeout": self.timeout, "allow_redirects": False, **self.tls()}
        try:
            answer = session.request(method, url, data=data, headers=headers, **how)
        except Unreadable as odd:
            words = f"{self.endpoint} answered, with a body that is {odd}"
            return UnexpectedAnswer(words, method=method, path=path, hint=check_endpoint(self.endpoint)), None
        except requests.RequestException as error:
            return connection_failed(method, path, self.endpoint, error), failure_in(error)
        taken = self.clock.monotonic() - began
        LOG.debug("%s %s: %d in %.3f s %s", method, path, answer.status_code, taken, request_id(answer))
        return answer, failure_of(answer.status_code)

    def tls(self) -> dict[str, Any]:
        """Whom to trust, and client certificates that belong to the plugin rather than to the session.

        Trust is said with every request: said of a session only, REQUESTS_CA_BUNDLE would win over it.
        """
        session = self._adapter.session
        own = self._auth.get_connection_params(session) if self._auth else None
        return {"verify": session.verify, **(own or {})}


def _pause(method: str, failure: Failure | None, retries: Retries, outcome: Outcome) -> float | None:
    if failure is None or not may_retry(method, failure):
        return None
    return retries.pause_or_none(outcome.headers.get("Retry-After") if isinstance(outcome, requests.Response) else None)


def _refused(outcome: Outcome) -> bool:
    return isinstance(outcome, requests.Response) and outcome.status_code == 401


def _encoded(json: Any) -> bytes:
    try:
        return jsonlib.dumps(json, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # half a surrogate pair; escaped, the service would answer 500
        wrong = ascii(error.object[max(0, error.start - 20) : error.end])
    raise InvalidRequest(f"{wrong} holds a character that is no Unicode")


def _query(query: Query | None) -> str:
    return "?" + urlencode(query, quote_via=quote) if query else ""
