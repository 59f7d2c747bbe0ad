"""Child processes: this interpreter, a clean environment, the output in a log."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from .. import private
from .lifeline import VARIABLE

_NEEDED = re.compile(
    "PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|XDG_CACHE_HOME|PYTHON.*|VIRTUAL_ENV|(LD|DYLD)_LIBRARY_PATH"
)


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
    private.write(log, b"")
    with log.open("ab") as file:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=variables,
            pass_fds=kept,
            start_new_session=True,
            umask=0o077,
        )


def _environment() -> dict[str, str]:
    """What Python needs of the user's environment, and this process's modules; no cloud, secret or proxy of theirs."""
    kept = {name: value for name, value in os.environ.items() if _NEEDED.fullmatch(name)}
    modules = os.pathsep.join(str(Path(folder or ".").resolve()) for folder in sys.path)
    return kept | {"PYTHONPATH": modules, "PYTHONWARNINGS": "ignore"}
