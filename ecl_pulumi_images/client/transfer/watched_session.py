"""An HTTP session for one transfer, over a connection of its own that a Guard watches.

A pooled connection may have been closed by the server just before; a body that cannot be read again would then be
lost. One more connection for a whole image costs nothing that can be measured.
"""

from __future__ import annotations

import ssl
from typing import Any

import requests
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from ..http.session import DataAdapter, PlainSession
from .watchdog import Guard


def guarded_session(model: requests.Session, guard: Guard) -> requests.Session:
    """A session with the TLS and proxy settings of `model`."""
    made = PlainSession()
    made.verify, made.cert, made.trust_env = model.verify, model.cert, model.trust_env
    made.proxies.update(model.proxies)
    adapter = _GuardedAdapter(guard)
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    return made


class _GuardedAdapter(DataAdapter):
    def __init__(self, guard: Guard) -> None:
        self._pools = _pools(guard)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(guard: Guard) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    """urllib3 makes connections itself, from a class: so the guard gets to them through classes of its own."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            guard.connected(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            guard.connected(self.sock)

        def send(self, data: Any) -> None:
            guard.connected(self.sock)  # urllib3 has put its own time-out back
            try:
                super().send(data)
            except ssl.SSLEOFError as error:  # urllib3 reads the pending answer after this one only
                raise BrokenPipeError(*error.args) from error

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
