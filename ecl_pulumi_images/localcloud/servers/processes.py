"""Child processes: this interpreter, a clean environment, the output in a log."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from .lifeline import VARIABLE

_LOCAL_HOSTS = "127.0.0.1,localhost"


def spawn(
    arguments: Iterable[str],
    log: Path,
    *,
    settings: Mapping[str, str] | None = None,
    inherit: Iterable[int] = (),
    lifeline: int | None = None,
) -> subprocess.Popen[bytes]:
    """Run this Python with `arguments`, in a process group of its own that the terminal's signals don't reach.

    `inherit` are descriptors it keeps, by the same numbers; `lifeline` is one more, a pipe's read end.
    """
    variables = _environment() | dict(settings or {})
    kept = list(inherit)
    if lifeline is not None:
        variables[VARIABLE] = str(lifeline)
        kept.append(lifeline)
    with log.open("wb") as file:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=variables,
            pass_fds=kept,
            start_new_session=True,
        )


def _environment() -> dict[str, str]:
    """The user's environment without its cloud, with this process's modules, and with loopback direct."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "GUNICORN_"))}
    direct = ",".join(filter(None, [kept.get("no_proxy") or kept.get("NO_PROXY"), _LOCAL_HOSTS]))
    modules = os.pathsep.join(str(Path(folder or ".").resolve()) for folder in sys.path)
    return kept | {"PYTHONPATH": modules, "PYTHONWARNINGS": "ignore", "no_proxy": direct, "NO_PROXY": direct}
