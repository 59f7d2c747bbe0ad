"""An example as a project of its own, run by the CLI from its own folder, as a user runs it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types; openstacksdk brings it
from pulumi import automation as auto

from tests.engine.stack import Program, Stack, _command
from tools import pulumi_cli
from tools.pulumi_cli.scripts import EXECUTOR, HOST

ROOT = Path(__file__).parents[2]
REAL = shutil.which(HOST)
"""PATH's language host: the real one, if any."""

HOSTS = [
    "beside the CLI",
    pytest.param("real", marks=pytest.mark.skipif(REAL is None, reason=f"no {HOST} is on PATH")),
]


def fresh_clone(folder: Path) -> Path:
    """What a clone has for its projects, and the virtual environment that `make setup` would make in it."""
    shutil.copytree(
        ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__")
    )
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


class Project(Stack):
    """One stack of the project in `folder`. host: one of HOSTS."""

    def __init__(self, folder: Path, work: Path, variables: Mapping[str, str], host: str) -> None:
        self.folder = folder
        self.project = yaml.safe_load((folder / "Pulumi.yaml").read_text())["name"]
        self.host = host
        super().__init__(work, variables)

    def workspace(self) -> auto.LocalWorkspace:
        command = _command()
        if self.host == "real":
            command = auto.PulumiCommand(str(with_host(self._work / "cli").parent.parent))
        return auto.LocalWorkspace(work_dir=str(self.folder), pulumi_command=command, env_vars=self._variables)

    def up(self, program: Program | None = None, **options: Any) -> auto.UpResult:
        assert program is None, "a project has its own program"
        return self._stack.up(**options)


def with_host(folder: Path) -> Path:
    """The CLI in a folder with the real language host, to be put first on PATH, as the Automation API does."""
    (folder / "bin").mkdir(parents=True)
    assert REAL is not None
    for program in (pulumi_cli.ensure(), Path(REAL), Path(REAL).parent / EXECUTOR):
        (folder / "bin" / program.name).symlink_to(program)
    return folder / "bin" / "pulumi"
