"""Who calls, and where: one token and one endpoint for all threads, found at the first need.

keystoneauth gives the token and the catalogue; its errors become those of this package here.
"""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from keystoneauth1 import exceptions as keystone

from ..clock import Clock
from ..errors import ConfigurationError
from ..http.library_logs import unspoken
from ..http.retry import Retries, RetryPolicy
from ..http.session import user_agent
from .catalogue import located, regions
from .keystone_errors import identity_error, odd_answer
from .region import Place
from .tokens import ENOUGH, Tokens

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter

LOG = logging.getLogger("ecl_pulumi_images.client")

T = TypeVar("T")

# keystoneauth takes the shape of every answer for granted
_ODD_ANSWER = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError)
_SENDABLE = re.compile(r"[!-~]([ -~]*[!-~])?")  # what servers agree on: RFC 9110, 5.5
_ODD = "it is empty, or holds a line break, a blank at an end or a letter that is no ASCII"


class Access:
    """The token, the endpoint and what they say of the caller.

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
        self._found: Place | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._found.url if self._found else 'not yet connected'}>"

    @property
    def endpoint(self) -> str:
        """The root of the image service, without `/v2` and without a trailing slash."""
        return self._place().url

    @property
    def region(self) -> str | None:
        """The region in use; None when neither the settings nor the catalogue name one."""
        return self._place().region

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions with an image service; empty where no catalogue is asked."""
        return self._asking_keystone(lambda: regions(self._adapter, self._tokens))

    @property
    def project_id(self) -> str | None:
        """The project that the token is for; None without Keystone."""
        project: str | None = self._known("project_id")
        return project

    @property
    def project_name(self) -> str | None:
        """The same by name."""
        name: str | None = self._known("project_name")
        return name

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
        for name, value in auth.items():
            if not _SENDABLE.fullmatch(value):
                raise ConfigurationError(f"the {name} that these credentials make cannot be sent: {_ODD}")
        return {"Accept": "application/json", "User-Agent": user_agent(), **auth}

    def token(self, min_life: float = ENOUGH) -> str:
        """A token that lives `min_life` more seconds, where the cloud's live so long; "" without one."""
        return self.headers(min_life).get("X-Auth-Token", "")

    def invalidate(self, token: str | None = None) -> bool:
        """Forget the token, or only this `token` if it is still in use. False when no other can be had."""
        return self._tokens.drop(token)

    def retries(self) -> Retries:
        """What counts the failures of a call that begins now."""
        return Retries(self._policy, self.clock, self._jitter)

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
        retries = self.retries()
        url: str | None = getattr(self._auth, "auth_url", None)
        while True:
            try:
                with unspoken(url or ""):
                    return ask()
            except keystone.ClientException as refused:
                error, failure = identity_error(refused, url)
            except _ODD_ANSWER as odd:
                error, failure = odd_answer(odd, url), None
            pause = retries.pause_or_none()
            if failure is None or pause is None:
                raise error
            LOG.info("token: %s, again in %.1f s", failure.value, pause)
            self.clock.sleep(pause)
