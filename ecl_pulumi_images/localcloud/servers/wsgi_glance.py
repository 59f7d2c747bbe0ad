"""What gunicorn loads for Glance."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from ..enterprise_cloud.app import Ecl
from ..state import State
from .ports import HOST

gc.disable()  # saves a tenth of a start that is all imports
import_module(".sqlite_begin", __package__)
_glance = import_module("glance.wsgi.api").application
gc.enable()

_record = State(Path(os.environ["OS_GLANCE_CONFIG_DIR"]).parent).read()
if _record.get("ecl"):
    _glance = Ecl(_glance, f"http://{HOST}:{_record['keystone']['port']}/v3")

_BLOCK = 1 << 20


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Glance; and when it refuses a request before it has read the body, read the rest of it.

    gunicorn otherwise drops the connection without having said so (applications can't send
    `Connection: close`), and a client that keeps it alive finds its next request cut off.
    """
    refused = False

    def start(status: str, *rest: Any) -> Any:
        nonlocal refused
        refused = status[0] in "45"
        return start_response(status, *rest)

    answer: Iterable[bytes] = _glance(environ, start)
    if refused and environ["REQUEST_METHOD"] in ("PUT", "POST", "PATCH"):
        _drain(environ["wsgi.input"])
    return answer


def _drain(body: Any) -> None:
    try:
        while body.read(_BLOCK):
            pass
    except Exception:  # noqa: BLE001, S110 - whatever gunicorn's reader raises, the client has gone away
        pass
