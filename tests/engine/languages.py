"""The examples in other languages, prepared as their README says: plugin, SDK, packages of the language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pulumi import automation as auto

from tests.engine.project import ROOT, Project
from tools import language_hosts, pulumi_cli
from tools.engine import environment
from tools.pulumi_cli import toolchain

HOSTS = {"go": "go", "typescript": "nodejs", "yaml": "yaml"}


class Prepared(Project):
    """A copy of one example. Raises NoHost where its language cannot be run. settings: which cloud."""

    def __init__(self, language: str, work: Path, settings: Mapping[str, str]) -> None:
        folder = work / language
        generated = shutil.ignore_patterns("Pulumi.*.yaml", "node_modules", "sdks")
        shutil.copytree(ROOT / "examples" / language, folder, ignore=generated)
        self.language = language
        host = language_hosts.host(HOSTS[language], work / "host")
        cli = pulumi_cli.ensure()
        path = os.pathsep.join([str(host), str(cli.parent), environment(work)["PATH"]])
        self.variables = {**environment(work), "GOFLAGS": "-mod=mod -modcacherw", "PATH": path}
        self.run(sys.executable, "-m", "ecl_pulumi_images", "plugin", "install", at=ROOT)
        if language != "yaml":
            self.run(cli, "package", "add", "ecl", at=folder)
        super().__init__(folder, work, {**settings, **self.variables}, "beside the CLI")

    def check(self) -> None:
        """Have the language's own tools check the program; there are none for YAML."""
        if self.language == "typescript":
            self.run("node_modules/.bin/tsc", "--noEmit", at=self.folder)
        if self.language == "go":
            command = toolchain.on_path("1.0") or "go"
            self.run(command, "vet", ".", at=self.folder)

    def planned(self) -> dict[str, int]:
        """How many resources a preview would create, update and so on."""
        return {str(getattr(op, "value", op)): count for op, count in self._stack.preview().change_summary.items()}

    def tag(self, tag: str) -> None:
        """Declare one tag, as `pulumi config set --path 'tags[0]'` does: YAML takes no list that is text."""
        self._stack.set_all_config({f"{self.project}:tags[0]": auto.ConfigValue(tag)}, path=True)

    def run(self, *words: str | Path, at: Path) -> None:
        """Run a program of the user's; its failure fails the test with all that it said."""
        done = subprocess.run(
            words, cwd=at, env=os.environ | self.variables, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
