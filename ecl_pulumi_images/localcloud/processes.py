"""Child processes: this interpreter, a clean environment, the output in a log."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_LOCAL_HOSTS = "127.0.0.1,localhost"


def spawn(
    arguments: Iterable[str],
    log: Path,
    *,
    settings: Mapping[str, str] | None = None,
    inherit: Iterable[int] = (),
    leader: bool = False,
) -> subprocess.Popen[bytes]:
    """Run this Python with `arguments`; `inherit` are descriptors it keeps, by the same numbers.

    A `leader` has a session and a process group of its own, out of reach of the terminal's signals.
    """
    with log.open("wb") as file:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment() | dict(settings or {}),
            pass_fds=tuple(inherit),
            start_new_session=leader,
        )


def _environment() -> dict[str, str]:
    """The user's environment without its cloud, with this process's modules, and with loopback direct."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "GUNICORN_"))}
    direct = ",".join(filter(None, [kept.get("no_proxy") or kept.get("NO_PROXY"), _LOCAL_HOSTS]))
    modules = os.pathsep.join(str(Path(folder or ".").resolve()) for folder in sys.path)
    return kept | {"PYTHONPATH": modules, "PYTHONWARNINGS": "ignore", "no_proxy": direct, "NO_PROXY": direct}
