"""A throw-away Pulumi stack on the real engine, with the program as a function of the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pulumi import automation as auto
from pulumi.automation._stack import StackInitMode

from tests.support import front_end
from tools.engine import environment, pulumi_command

Program = Callable[[], Any]  # what it returns is of no account
PROJECT = "tests"
_command = cache(pulumi_command)  # it asks the CLI for its version
_SECRET = "4dabf18193072939515e22adb298388d"  # marks an encrypted value in the state


class _Stack(auto.Stack):
    """Takes the results of an act from the backend's files: for each, the SDK would start the CLI three more times."""

    def __init__(self, name: str, project: str, workspace: auto.Workspace, state: Path) -> None:
        self.state = state
        self.file = state / ".pulumi" / "stacks" / project / f"{name}.json"
        super().__init__(name, workspace, StackInitMode.SELECT if self.file.exists() else StackInitMode.CREATE)

    def info(self, show_secrets: bool = True) -> auto.UpdateSummary:  # noqa: ARG002  as the SDK declares it
        newest = max((self.state / ".pulumi" / "history").rglob("*.history.json"))
        told = json.loads(newest.read_text())
        return auto.UpdateSummary(
            kind=told["kind"],
            start_time=datetime.fromtimestamp(told["startTime"], timezone.utc),
            message=told["message"],
            environment=told["environment"],
            config={},
            result=told["result"],
            resource_changes=told.get("resourceChanges"),
        )

    def outputs(self) -> auto.OutputMap:
        """The stack's outputs; only the CLI can decrypt one."""
        found: dict[str, Any] = next(
            (one.get("outputs", {}) for one in self.recorded() if one["type"] == "pulumi:pulumi:Stack"), {}
        )
        if _SECRET in json.dumps(found):
            return super().outputs()
        return {name: auto.OutputValue(value=value, secret=False) for name, value in found.items()}

    def recorded(self) -> list[dict[str, Any]]:
        """The resources in the state, secrets encrypted."""
        latest = json.loads(self.file.read_text())["checkpoint"]["latest"] or {}
        return list(latest.get("resources", []))


class Stack:
    """Runs programs one after the other against one state, as a user would run `pulumi`."""

    project = PROJECT

    def __init__(self, work: Path, variables: Mapping[str, str], name: str = "", *, plugin: bool = False) -> None:
        self._work = work
        self._variables = {**environment(work), **variables}
        if plugin or front_end.native():
            front_end.install_plugin(Path(self._variables["PULUMI_HOME"]))
        name = name or f"test-{sha256(bytes(work.resolve())).hexdigest()[:8]}"  # the ids of images derive from it
        self._stack = _Stack(name, self.project, self.workspace(), work.resolve() / "state")

    def workspace(self) -> auto.LocalWorkspace:
        """Where the engine runs: an empty project whose programs are given to each act."""
        return auto.LocalWorkspace(
            work_dir=str(self._work),
            program=lambda: None,
            pulumi_command=_command(),
            env_vars=self._variables,
            project_settings=auto.ProjectSettings(name=PROJECT, runtime="python"),
        )

    def configure(self, **values: str) -> None:
        """Set stack configuration in the namespace `ecl`."""
        self._stack.set_all_config({f"ecl:{key}": auto.ConfigValue(value) for key, value in values.items()})

    def set(self, **values: Any) -> None:
        """Set the program's own configuration; whatever is no text as JSON, like the CLI does."""
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
        self._stack.set_all_config({f"{self.project}:{key}": auto.ConfigValue(text) for key, text in texts.items()})

    def up(self, program: Program, **options: Any) -> auto.UpResult:
        return self._stack.up(program=program, **options)

    def preview(self, program: Program, **options: Any) -> tuple[dict[str, int], str]:
        """The planned changes by kind, and what the CLI printed."""
        result = self._stack.preview(program=program, **{"diff": True, **options})
        return {str(getattr(op, "value", op)): count for op, count in result.change_summary.items()}, result.stdout

    @staticmethod
    def failure(act: Callable[[], object]) -> str:
        """What the user reads when `act` fails; an act that succeeds fails the test."""
        try:
            act()
        except auto.CommandError as error:
            return str(error)
        raise AssertionError("the act succeeded")

    def refresh(self, **options: Any) -> auto.RefreshResult:
        return self._stack.refresh(**options)

    def destroy(self, **options: Any) -> auto.DestroyResult:
        return self._stack.destroy(**options)

    def command(self, *words: str, **variables: str) -> auto.CommandResult:
        """Run any `pulumi` command on this stack; `variables` are laid over its environment."""
        run = self._stack.workspace.pulumi_command.run
        return run([*words, "--stack", self._stack.name], str(self._work), {**self._variables, **variables})

    def cancel(self) -> None:
        """Take away the lock of a run that was killed."""
        self._stack.cancel()

    def resources(self) -> dict[str, dict[str, Any]]:
        """The recorded images by name of the resource: id, inputs, outputs, initErrors."""
        ours = [one for one in self._stack.recorded() if one["type"].startswith(("pulumi-python:", "ecl:"))]
        return {one["urn"].rpartition("::")[2]: one for one in ours}

    def state_text(self) -> str:
        """The whole state as it lies on disk, secrets encrypted."""
        return self._stack.file.read_text()


def changes(result: Any) -> dict[str, int]:
    """How many resources an act created, updated, replaced, deleted or left alone (the stack itself aside)."""
    counts = dict(result.summary.resource_changes or {})
    return {kind: count for kind, count in counts.items() if kind != "same"}
