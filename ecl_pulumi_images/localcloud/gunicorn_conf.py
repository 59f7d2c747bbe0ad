"""gunicorn's settings, and the lifeline: a server whose starter dies ends too.

The starter holds the write end of a pipe that nobody writes to; its death, however sudden, closes it, and
the read end here, named by LOCALCLOUD_LIFELINE, tells. Without that variable the server lives on its own.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

worker_class = "gthread"
workers = 1
threads = 16
timeout = 600  # a slow upload is not a hung worker
graceful_timeout = 2
keepalive = 75
control_socket_disable = True
proc_name = "localcloud"


def on_starting(_server: Any) -> None:
    """gunicorn's hook, in its master process; workers end with their master."""
    lifeline = os.environ.get("LOCALCLOUD_LIFELINE")
    if lifeline:
        threading.Thread(target=_watch, args=(int(lifeline),), daemon=True).start()


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGINT)  # gunicorn's "at once"
