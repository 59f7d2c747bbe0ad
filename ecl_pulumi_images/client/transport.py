"""Calls to the image service: one token, one endpoint, retries that can do no harm, errors as exceptions.

keystoneauth gives the token, the catalogue and the TLS settings. Its own request loop is not used: after a 401
it sends an already read body again, empty, and reports success.
"""

from __future__ import annotations

import json as jsonlib
import logging
import random
import time
from collections.abc import Callable, Container, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import quote, urlencode

import requests
from keystoneauth1 import exceptions as keystone

from ecl_pulumi_images.client import network, sessions
from ecl_pulumi_images.client.answer import judged, request_id
from ecl_pulumi_images.client.catalogue import located
from ecl_pulumi_images.client.errors import ImageServiceError
from ecl_pulumi_images.client.identity import identity_error
from ecl_pulumi_images.client.region import Place
from ecl_pulumi_images.client.retry import Failure, RetryPolicy, failure_of, may_retry, retry_after
from ecl_pulumi_images.client.tokens import ENOUGH, Tokens

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter

LOG = logging.getLogger("ecl_pulumi_images.client")
SUCCESS = range(200, 300)
CONNECT_TIMEOUT = 10.0  # seconds
READ_TIMEOUT = 120.0  # seconds without a byte of the answer; the session's own timeout overrides it

T = TypeVar("T")
Query = str | Sequence[tuple[str, str]]
Outcome = requests.Response | ImageServiceError


class Clock(Protocol):
    """What the module `time` offers, for pauses and deadlines; tests bring their own."""

    def time(self) -> float: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


class Transport:
    """All calls of one client; many threads may share it.

    adapter: any keystoneauth adapter; its session, plugin, region, interface and endpoint_override are used.
    policy: how often calls are sent again. clock, jitter: injected by tests.
    """

    def __init__(
        self,
        adapter: Adapter,
        *,
        policy: RetryPolicy | None = None,
        clock: Clock = time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._adapter = adapter
        self._policy = policy or RetryPolicy()
        self.clock = clock
        self._jitter = jitter
        self._auth = adapter.auth or adapter.session.auth
        self._tokens = Tokens(adapter.session, self._auth, clock.monotonic)
        self._lock = Lock()
        self._found: Place | None = None
        self._http: requests.Session | None = None

    def __repr__(self) -> str:
        return f"<Transport {self._found.url if self._found else 'not yet connected'}>"

    @property
    def endpoint(self) -> str:
        """The root of the image service, without `/v2` and without a trailing slash."""
        return self._place().url

    @property
    def region(self) -> str | None:
        """The region in use; None when neither the settings nor the catalogue name one."""
        return self._place().region

    @property
    def project_id(self) -> str | None:
        """The project that the token is for; None without Keystone."""
        project: str | None = self._known("project_id")
        return project

    @property
    def user_id(self) -> str | None:
        """The user that the token is for; None without Keystone."""
        user: str | None = self._known("user_id")
        return user

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the roles that the token carries; empty without Keystone."""
        return tuple(self._known("role_names") or ())

    @property
    def restrictable(self) -> bool:
        """Whether the token comes from an application credential, whose access rules may forbid single calls."""
        from keystoneauth1.identity.v3 import ApplicationCredentialMethod

        return any(isinstance(one, ApplicationCredentialMethod) for one in getattr(self._auth, "auth_methods", ()))

    def headers(self, min_life: float = ENOUGH) -> dict[str, str]:
        """Headers that authenticate and introduce a call that takes up to `min_life` seconds."""
        auth = self._asking_keystone(lambda: self._tokens.headers(min_life))
        return {"Accept": "application/json", "User-Agent": sessions.user_agent(), **auth}

    def token(self, min_life: float = ENOUGH) -> str:
        """A token that lives `min_life` more seconds, where the cloud's live so long; "" without one."""
        return self.headers(min_life).get("X-Auth-Token", "")

    def invalidate(self, token: str | None = None) -> bool:
        """Forget the token, or only this `token` if it is still in use. False when no other can be had."""
        return self._tokens.drop(token)

    def session_for_data(self) -> requests.Session:
        """The HTTP session for data: 1 MiB blocks, no retries, TLS and proxies as configured."""
        with self._lock:
            if self._http is None:
                self._http = sessions.http_session(self._adapter.session)
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
        ok: Container[int] = SUCCESS,
    ) -> requests.Response:
        """Make one call and return its answer, body read. `path` is quoted and begins with `/v2`.

        Raises an ImageServiceError for a status that is not in `ok`, a redirect, an HTML page, or silence.
        """
        data = jsonlib.dumps(json).encode() if json is not None else body
        extra = {"Content-Type": "application/json"} if json is not None else {}
        url = self.endpoint + path + _query(query)
        answer, ambiguous = self._answered(method, url, path, data, {**extra, **(headers or {})})
        return judged(method, path, answer, ok=ok, ambiguous=ambiguous, endpoint=self.endpoint)

    def _answered(
        self, method: str, url: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> tuple[requests.Response, bool]:
        """The final answer, and whether an earlier attempt may have been carried out."""
        started, attempt, renewed, ambiguous = self.clock.monotonic(), 1, False, False
        while True:
            sent = {**self.headers(), **headers}
            outcome, failure = self._exchanged(method, url, path, data, sent)
            if not renewed and _refused(outcome) and self._tokens.drop(sent.get("X-Auth-Token")):
                renewed = True
                continue
            pause = self._pause(method, failure, attempt, started, outcome)
            if failure is not None and pause is not None:
                ambiguous = ambiguous or failure.ambiguous
                LOG.info("%s %s: %s, again in %.1f s", method, path, failure.value, pause)
                self.clock.sleep(pause)
                attempt += 1
            elif isinstance(outcome, ImageServiceError):
                raise outcome
            else:
                return outcome, ambiguous

    def _pause(
        self, method: str, failure: Failure | None, attempt: int, started: float, outcome: Outcome
    ) -> float | None:
        if failure is None or not may_retry(method, failure):
            return None
        header = outcome.headers.get("Retry-After") if isinstance(outcome, requests.Response) else None
        elapsed = self.clock.monotonic() - started
        return self._policy.pause(attempt, elapsed, self._jitter(), retry_after(header, self.clock.time()))

    def _exchanged(
        self, method: str, url: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Outcome, Failure | None]:
        session, began = self.session_for_data(), self.clock.monotonic()
        how: dict[str, Any] = {"timeout": self.timeout, "allow_redirects": False, **self.tls()}
        try:
            answer = session.request(method, url, data=data, headers=headers, **how)
        except requests.RequestException as error:
            return network.connection_failed(method, path, self.endpoint, error), network.failure_in(error)
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

    def _known(self, name: str) -> Any:
        if not self._tokens.from_keystone:
            return None
        return getattr(self._asking_keystone(lambda: self._tokens.access(0)), name)

    def _place(self) -> Place:
        if self._found is None:
            self._found = self._asking_keystone(lambda: located(self._adapter, self._auth, self._tokens))
        return self._found

    def _asking_keystone(self, ask: Callable[[], T]) -> T:
        """Run what may fetch a token. Repeating that does no harm: it makes a token too many at worst."""
        started, attempt = self.clock.monotonic(), 1
        while True:
            try:
                return ask()
            except keystone.ClientException as refused:
                error, failure = identity_error(refused, getattr(self._auth, "auth_url", None))
            pause = self._policy.pause(attempt, self.clock.monotonic() - started, self._jitter(), None)
            if failure is None or pause is None:
                raise error
            LOG.info("token: %s, again in %.1f s", failure.value, pause)
            self.clock.sleep(pause)
            attempt += 1


def _refused(outcome: Outcome) -> bool:
    return isinstance(outcome, requests.Response) and outcome.status_code == 401


def _query(query: Query | None) -> str:
    if not query:
        return ""
    return "?" + (query if isinstance(query, str) else urlencode(query, quote_via=quote))
