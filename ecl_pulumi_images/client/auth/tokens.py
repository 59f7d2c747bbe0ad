"""One token for all threads, renewed before it is too old for what it is needed for.

keystoneauth by itself fetches a new token for every call once less than two minutes of life are left, and for
ever when the cloud's tokens live shorter than that. Here such a short token is renewed at half of its life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session

ENOUGH = 60.0  # seconds of life that an ordinary call needs


@dataclass(frozen=True, slots=True)
class Held:
    """A token's access information, with its whole life and its death on our own monotonic clock. Seconds."""

    access: Any  # keystoneauth1.access.AccessInfo, which is untyped here
    life: float
    dies: float

    def serves(self, now: float, min_life: float) -> bool:
        """Whether enough life is left: `min_life`, or half of a life that is shorter than twice that."""
        return self.dies - now >= min(min_life, self.life / 2)


class Tokens:
    """The tokens of one plugin. Plugins without Keystone (none, http_basic) have no life to watch."""

    def __init__(self, session: Session, auth: BaseAuthPlugin | None, monotonic: Callable[[], float]) -> None:
        self._session = session
        self._auth = auth
        self._monotonic = monotonic
        self._lock = RLock()
        self._held: Held | None = None

    def __repr__(self) -> str:
        return f"<Tokens of {type(self._auth).__name__}>"

    @property
    def from_keystone(self) -> bool:
        """Whether there is a Keystone behind the plugin, and so a catalogue and a project."""
        return hasattr(self._auth, "get_access")

    def access(self, min_life: float = ENOUGH) -> Any:
        """Access whose token lives at least `min_life` seconds, where the cloud's tokens live so long."""
        with self._lock:
            if self._held and not self._held.serves(self._monotonic(), min_life):
                self._forget()
            self._held = self._held or self._fetched(min_life)
            return self._held.access

    def headers(self, min_life: float = ENOUGH) -> dict[str, str]:
        """The headers that authenticate a call."""
        if self._auth is None:
            return {}
        if self.from_keystone:
            return {"X-Auth-Token": self.access(min_life).auth_token}
        return dict(self._auth.get_headers(self._session) or {})

    def drop(self, token: str | None) -> bool:
        """Forget the refused token (None: any); false when no other can be had. A newer one stays."""
        if not self.from_keystone:
            return False
        with self._lock:
            if self._held and token in {None, self._held.access.auth_token}:
                self._forget()
            return True

    def _forget(self) -> None:
        self._held = None
        if self._auth is not None:
            self._auth.invalidate()

    def _fetched(self, min_life: float) -> Held:
        found = self._taken()
        if not found.serves(self._monotonic(), min_life):  # an old one that the plugin brought along
            self._forget()
            found = self._taken()
        return found

    def _taken(self) -> Held:
        earlier = getattr(self._auth, "auth_ref", None)
        access = self._auth.get_access(self._session)  # type: ignore[union-attr]  # from_keystone has been asked
        now = self._monotonic()
        if not access.expires:
            return Held(access, float("inf"), float("inf"))
        left = (access.expires - datetime.now(timezone.utc)).total_seconds()
        life = (access.expires - access.issued).total_seconds() if access.issued else left
        # A token made just now lives as long as the server says, whatever this machine's clock shows.
        return Held(access, life, now + (left if access is earlier else life))
