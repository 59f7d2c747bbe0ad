"""Is it up? One tenant's token and list of images tell, and warm both services up.

The first policy check of a service loads its rules, and calls that come side by side with it can be refused
for want of them (oslo.policy; seen as a 401 from Glance). So nobody else calls before these two are answered.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from pathlib import Path

from ..accounts import login
from ..errors import LocalCloudError
from ..state import State
from .ports import HOST
from .servers import log_file

_SECONDS = 120


def await_services(state: State, ports: Mapping[str, int]) -> None:
    """Return when demo1 can list its images; raise LocalCloudError when a server ends or refuses."""
    body = json.dumps(login("demo1"))
    kind = {"Content-Type": "application/json"}
    log = log_file(state, "keystone")
    token = _ask("keystone", ports["keystone"], log, "POST", "/v3/auth/tokens", body, kind)
    headers = {"X-Auth-Token": token.getheader("X-Subject-Token", "")}
    _ask("glance", ports["glance"], log_file(state, "glance"), "GET", "/v2/images", None, headers)


def _ask(
    service: str, port: int, log: Path, method: str, path: str, body: str | None, headers: Mapping[str, str]
) -> http.client.HTTPResponse:
    """Send one request and return its answer.

    The socket listens before its server runs, so the request simply waits to be taken, and breaks off
    when the server ends. Asked directly: no proxy of the environment stands between.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=_SECONDS)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
    except TimeoutError as error:
        raise LocalCloudError(f"{service} did not answer within {_SECONDS} s: see {log}") from error
    except (OSError, http.client.HTTPException) as error:
        raise LocalCloudError(f"{service} ended while it started: see {log}") from error
    finally:
        connection.close()
    if answer.status >= 300:
        raise LocalCloudError(f"{service} answered {answer.status} to {method} {path}: see {log}")
    return answer
