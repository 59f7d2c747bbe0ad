"""Pulumi's own installer, as the Automation API runs it: seconds, where the network lets it through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from . import cache, report

PATIENCE = 120.0
"""Seconds for the whole download (some 100 MB); a server that does not answer is given up after 5."""

PROGRAM = """
import socket, sys
socket.setdefaulttimeout(5)
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def install(root: Path, version: str) -> bool:
    """Try to install that version under `root`; false when it cannot be had, for whatever reason."""
    report.say(f"pulumi {version}: trying the official installer")
    installed = ends_well([sys.executable, "-c", PROGRAM, str(root), version.removeprefix("v")], PATIENCE)
    return installed and (root / "bin" / "pulumi").exists()


def ends_well(command: list[str], patience: float) -> bool:
    """Whether the command ends well within `patience` seconds. Its children (a shell, a download) end with it."""
    process = subprocess.Popen(
        command,
        env=os.environ | {"PULUMI_HOME": str(cache.home())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(patience) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
