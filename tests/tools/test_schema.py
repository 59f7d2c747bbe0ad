"""Pulumi's own CLI takes the native plugin's schema."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tools import schema
from tools.engine import environment
from tools.pulumi_cli import ensure


def test_pulumi_finds_no_fault_with_the_schema(tmp_path: Path) -> None:
    checked = subprocess.run(
        [ensure(), "schema", "check", schema.FILE],
        env=os.environ | environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
