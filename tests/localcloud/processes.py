"""What is left of a cloud's processes, and the command line in a process of its own."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE = "ecl_pulumi_images.localcloud"


def left(pids: dict[str, int]) -> list[str]:
    """The command lines that still run in the servers' process groups (ended ones await their parent)."""
    everything = ["/bin/ps", "-A", "-o", "pgid=,stat=,args="]
    listing = subprocess.run(everything, capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    groups = {str(pid) for pid in pids.values()}
    return [row[-1] for row in rows if row[0] in groups and not row[1].startswith("Z")]


def ends(state: Path, seconds: float = 60) -> bool:
    """Wait until no process holds the state; False when that takes too long."""

    def wait() -> None:
        with (state / "cloud.lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def command(
    *arguments: str, python: tuple[str, ...] = (), path: str = "", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run `python -m ecl_pulumi_images.localcloud` to its end."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [path, str(ROOT)]))}
    line = [sys.executable, *python, "-m", MODULE, *arguments]
    return subprocess.run(line, capture_output=True, text=True, env=environment, cwd=cwd, check=False)


def only_line(text: str) -> str:
    """The one line that `text` is."""
    assert len(text.splitlines()) == 1, text
    return text.strip()
