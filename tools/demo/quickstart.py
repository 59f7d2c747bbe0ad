"""The quick start as one stack of an isolated engine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi import automation

from tools import engine

from .command import Command

ROOT = Path(__file__).parent.parent.parent
PROJECT = ROOT / "examples" / "quickstart"

Changes = Mapping[str, int]
"""How many resources each operation concerns: {"create": 2}."""


class Quickstart:
    """The stack "demo" of a copy of the project; what Pulumi says is shown as it comes."""

    def __init__(self, work: Path, cloud_config: str) -> None:
        """work: everything of Pulumi's is kept here. cloud_config: path of the clouds.yaml to use."""
        self.folder = work / "stack"
        shutil.copytree(PROJECT, self.folder, ignore=shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__"))
        self.environment = engine.environment(work) | {"OS_CLIENT_CONFIG_FILE": cloud_config}
        command = Command(engine.pulumi_command())
        self.stack = automation.create_stack(
            "demo",
            work_dir=str(self.folder),
            opts=automation.LocalWorkspaceOptions(
                project_settings=_here(automation.LocalWorkspace(str(PROJECT), pulumi_command=command)),
                env_vars=self.environment,
                pulumi_command=command,
            ),
        )

    def configure(self, settings: Mapping[str, str]) -> None:
        """Set stack configuration; keys may be paths such as "tags[0]"."""
        values = {key: automation.ConfigValue(value) for key, value in settings.items()}
        self.stack.set_all_config(values, path=True)

    def preview(self, *, expect_no_changes: bool = False) -> Changes:
        shown = self.stack.preview(diff=True, expect_no_changes=expect_no_changes, **_show())
        return _counted(shown.change_summary)

    def up(self) -> dict[str, Any]:
        """Bring the cloud to what the program declares; returns the stack's outputs."""
        done = self.stack.up(**_show())
        return {name: output.value for name, output in done.outputs.items()}

    def refresh(self) -> Changes:
        return _counted(self.stack.refresh(**_show()).summary.resource_changes or {})

    def destroy(self) -> Changes:
        return _counted(self.stack.destroy(**_show()).summary.resource_changes or {})


def _here(project: automation.LocalWorkspace) -> automation.ProjectSettings:
    """Its settings, for a copy that runs in this Python's environment wherever the copy lies."""
    settings = project.project_settings()
    settings.runtime = automation.ProjectRuntimeInfo("python", {"virtualenv": sys.prefix})
    return settings


def _show() -> dict[str, Any]:
    def show(line: str) -> None:
        print(line, flush=True)

    return {"on_output": show, "on_error": show, "color": "always" if sys.stdout.isatty() else "never"}


def _counted(changes: Mapping[Any, int]) -> Changes:
    return {getattr(name, "value", name): count for name, count in changes.items()}
