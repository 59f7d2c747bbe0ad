"""Versions of the CLI: which one is pinned, which one will do, which one is on PATH."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import cache

MODULE = Path(__file__).parent.parent / "pulumi"  # the folder of go.mod

Version = tuple[int, int, int]

OLDEST: Version = (3, 235, 0)
"""As old as the oldest SDK in pyproject.toml; the partial failures' `refresh_before_update` came with 3.178."""
TOO_NEW: Version = (4, 0, 0)


def pinned() -> str:
    """The version that is built here, such as "v3.274.1": that of the module in go.mod."""
    found = re.search(r"^\s*github\.com/pulumi/pulumi/pkg/v3 (v\S+)", (MODULE / "go.mod").read_text(), re.M)
    if found is None:
        raise LookupError(f"{MODULE / 'go.mod'} requires no github.com/pulumi/pulumi/pkg/v3")
    return found[1]


def parse(text: str) -> Version | None:
    """The numbers in what `pulumi version` or `go version` prints; None when there are none."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def will_do(text: str) -> bool:
    """Whether a CLI that calls itself `text` is recent enough, and not of the next major version."""
    number = parse(text)
    return number is not None and OLDEST <= number < TOO_NEW


def on_path() -> Path | None:
    """PATH's `pulumi`, if it will do."""
    command = shutil.which("pulumi")
    if command is None:
        return None
    environment = os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": str(cache.home())}
    try:
        answer = subprocess.run(
            [command, "version"], env=environment, capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Path(command).absolute() if answer.returncode == 0 and will_do(answer.stdout) else None
