"""HTTP sessions over the TLS and proxy settings of a keystoneauth session."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import requests
from keystoneauth1.session import Session, TCPKeepAliveAdapter
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url

from .bounded_body import ACCEPTED, bounded
from .library_logs import unspoken

BLOCK = 1 << 20  # bytes; urllib3 sends files in 16 KiB blocks unless told otherwise, which is 2 to 3 times slower
POOL = 32  # connections that are kept open to one host


class DataAdapter(TCPKeepAliveAdapter):
    """Connections that send in large blocks and never send anything twice; answers with a limit, silent logs."""

    def __init__(self) -> None:
        super().__init__(max_retries=0, pool_maxsize=POOL)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, blocksize=BLOCK, **kwargs)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        with unspoken(request.url or ""):
            return bounded(super().send(request, *args, **kwargs))


class PlainSession(requests.Session):
    """Proxies and authorities of the environment count, but a password of ~/.netrc is sent to nobody.

    requests sends one along with every request to its host, unasked, and again after a redirect.
    """

    def __init__(self) -> None:
        super().__init__()
        set_up(self)

    def rebuild_auth(self, prepared_request: Any, response: Any) -> None:
        """Take credentials off a redirect to another host, and add none."""
        if self.should_strip_auth(response.request.url, prepared_request.url):  # type: ignore[no-untyped-call]  # theirs
            prepared_request.headers.pop("Authorization", None)


def set_up(session: requests.Session) -> None:
    """Have a session read answers with a limit, keep secrets out of logs, and ask no netrc."""
    session.auth = said_in_url
    session.headers["Accept-Encoding"] = ACCEPTED
    for scheme in ("http://", "https://"):
        session.mount(scheme, DataAdapter())


def said_in_url(request: Any) -> Any:
    """Authenticate with what stands in the URL, if anything does: an `auth` of requests, which then asks no netrc."""
    name, password = get_auth_from_url(request.url)
    return HTTPBasicAuth(name, password)(request) if name or password else request


def http_session(session: Session) -> requests.Session:
    """A session of its own with the user's TLS verification, certificates and proxies, for all threads."""
    made = PlainSession()
    made.verify = session.verify
    made.cert = session.cert
    made.trust_env = session.session.trust_env
    made.proxies.update(session.session.proxies)
    return made


@cache
def user_agent() -> str:
    """How this client names itself to the service."""
    try:
        number = version("ecl-pulumi-images")
    except PackageNotFoundError:  # run from a checkout that is not installed
        number = "0"
    return f"ecl-pulumi-images/{number} python-requests/{requests.__version__}"
