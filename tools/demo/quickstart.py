"""The quick-start program as one stack of an isolated engine."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi import automation

from tools import engine

from .command import Command

ROOT = Path(__file__).parent.parent.parent
PROGRAM = ROOT / "examples" / "quickstart" / "__main__.py"

Changes = Mapping[str, int]
"""How many resources each operation concerns: {"create": 2}."""


class Quickstart:
    """The stack "demo" of the program and its Pulumi.yaml; what Pulumi says is shown as it comes."""

    def __init__(self, work: Path, cloud_config: str) -> None:
        """work: everything of Pulumi's is kept here. cloud_config: path of the clouds.yaml to use."""
        self.folder = work / "stack"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = engine.environment(work) | {"OS_CLIENT_CONFIG_FILE": cloud_config}
        command = Command(engine.pulumi_command())
        settings = automation.LocalWorkspace(str(ROOT), pulumi_command=command).project_settings()
        settings.main = None  # the program comes from us, not from a language host
        options = automation.LocalWorkspaceOptions(
            work_dir=str(self.folder),
            project_settings=settings,
            env_vars=self.environment,
            pulumi_command=command,
        )
        self.stack = automation.create_stack("demo", settings.name, _program, opts=options)

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


def _program() -> None:
    runpy.run_path(str(PROGRAM), run_name="__main__")


def _show() -> dict[str, Any]:
    def show(line: str) -> None:
        print(line, flush=True)

    return {"on_output": show, "on_error": show, "color": "always" if sys.stdout.isatty() else "never"}


def _counted(changes: Mapping[Any, int]) -> Changes:
    return {getattr(name, "value", name): count for name, count in changes.items()}
