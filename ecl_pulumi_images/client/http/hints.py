"""The way out of an error answer, where the answer shows one. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .error_body import Reason
from .redaction import redacted, shown_url

SERVER = 60  # characters of a proxy's name


def hint(call: str, status: int, headers: Mapping[str, str], said: Reason, endpoint: str) -> str:
    """One clause, or nothing. `call` is method and path, `headers` have lower-case names."""
    if status < 400:
        return f"redirected to {shown_url(headers.get('location', '')) or 'nowhere'}; {check_endpoint(endpoint)}"
    if status == 404 and (not said.from_service or call == "POST /v2/images"):
        return check_endpoint(endpoint)
    if not said.from_service:
        return _of_a_proxy(status, headers.get("server", ""), said)
    if status == 415 and call.startswith("PUT "):
        return "the service's own look into the data refuses it: check disk_format, or convert it with qemu-img convert"
    return "a quota or limit of the image service" if status == 413 else ""


def check_endpoint(endpoint: str) -> str:
    """What to do when somebody else answers in the image service's place."""
    return f"check the image endpoint: {endpoint}" if endpoint else "check the image endpoint"


def _of_a_proxy(status: int, server: str, said: Reason) -> str:
    proxy = "a proxy before the image service" + (f" ({redacted(server, longest=SERVER)})" if server else "")
    if status == 413:
        return f"{proxy} limits the size of the body; nginx calls it client_max_body_size"
    if status == 411:
        return f"{proxy} wants Content-Length: upload from a source whose size is known"
    return f"answered by {proxy}" if status >= 500 and said.is_html else ""
