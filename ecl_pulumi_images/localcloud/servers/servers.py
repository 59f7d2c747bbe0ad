"""The two server processes: start and stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..errors import LocalCloudError
from ..state import State
from .processes import spawn

_STOP_SECONDS = 8


def start(
    service: str, state: State, listener: socket.socket, lock: int, lifeline: int | None
) -> subprocess.Popen[bytes]:
    """Start keystone or glance on the socket.

    It inherits the folder's lock, so that the lock lives as long as it, and the lifeline's read end.
    """
    command = ["-m", "gunicorn", "--config", f"python:{__package__}.gunicorn_conf"]
    command += ["--bind", f"fd://{listener.fileno()}", f"{__package__}.wsgi_{service}:application"]
    settings = {"OS_KEYSTONE_CONFIG_DIR": str(state.keystone), "OS_GLANCE_CONFIG_DIR": str(state.glance)}
    return spawn(
        command,
        log_file(state, service),
        settings=settings,
        inherit=[listener.fileno(), lock],
        lifeline=lifeline,
    )


def log_file(state: State, service: str) -> Path:
    """Where the server writes what it has to say."""
    return state.logs / f"{service}.log"


def stop(pids: Iterable[int], state: State) -> None:
    """End the servers and return when the folder's lock tells that no process of them is left.

    gunicorn's master takes SIGINT as "at once" and ends its worker itself; one that does not obey is
    killed, with its worker.
    """
    pids = list(pids)
    for send, number in ((os.kill, signal.SIGINT), (os.killpg, signal.SIGKILL)):
        for pid in pids:
            with suppress(ProcessLookupError):
                send(pid, number)
        if _released(state, _STOP_SECONDS):
            return
    raise LocalCloudError(f"the local cloud in {state.root} did not end: its servers are the processes {pids}")


def _released(state: State, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while state.is_held():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
