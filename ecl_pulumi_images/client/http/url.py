"""The root of the image service, out of whatever shape the catalogue or the user gives.

Catalogues hold `http://h:9292`, `.../v2`, `.../v2/`, `.../v1`, `.../v1.1` and prefixes such as
`/RegionOne/image`. Every call adds `/v2/...` itself: no version document is asked for, and none of its hosts,
which are often internal ones, is followed.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from ..errors import ConfigurationError
from ..names.hints import HTTP_BASIC, spelt
from .redaction import shown_url

_VERSION = re.compile(r"/v[12](\.\d+)?$")


def http_url(url: str, what: str) -> SplitResult:
    """The parts of a URL, without blanks and line breaks around it. Raises ConfigurationError when it is none."""
    try:
        parts = urlsplit(url.strip())
        named = (parts.hostname or "").encode("idna")
        usable = parts.scheme in {"http", "https"} and named and parts.port != 0
    except ValueError:  # half an IPv6 address, a label of 64 characters, a port that is no number
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{what} {shown_url(url)!r} is no URL: it must begin with http:// or https:// and name a host"
        )
    return parts


def endpoint_root(url: str) -> str:
    """The URL without version, query and trailing slashes.

    Raises ConfigurationError when it is no http(s) URL, and when it holds a password: messages and Pulumi's state
    show the endpoint.
    """
    parts = http_url(url, "the image endpoint")
    if "@" in parts.netloc:
        message = f"the image endpoint {shown_url(url)!r} holds a user name or password"
        raise ConfigurationError(message, hint=spelt(HTTP_BASIC))
    path = _VERSION.sub("", parts.path.rstrip("/")).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"
