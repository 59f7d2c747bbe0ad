"""gunicorn's settings."""

from __future__ import annotations

import os
import signal
from typing import Any

from .lifeline import follow

worker_class = "gthread"
workers = 1
threads = 16
timeout = 600  # a slow upload is not a hung worker
graceful_timeout = 2
keepalive = 75
control_socket_disable = True
proc_name = "localcloud"


def on_starting(_server: Any) -> None:
    """gunicorn's hook, in its master process; SIGINT is its "at once", and its worker ends with it."""
    follow(lambda: os.kill(os.getpid(), signal.SIGINT))
