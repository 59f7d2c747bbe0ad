"""A small language host for Go: it compiles a project and runs it, as the real one does.

pulumi/pulumi, sdk/go/pulumi-language-go/main.go, `Run` and `constructEnv`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tools.language_host import main

from .sdk import GeneratingHost


class GoHost(GeneratingHost):
    language = "go"

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802 - as the protocol has it
        with tempfile.TemporaryDirectory(prefix="pulumi-go-") as folder:
            self._folder = Path(folder)
            return super().Run(request, context)

    def command(self, request: Any) -> list[str]:
        target = self._folder / "program"
        built = subprocess.run(
            [shutil.which("go") or "go", "build", "-o", target, request.info.entry_point],
            cwd=request.info.program_directory, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if built.returncode != 0:
            raise LookupError(f"unable to compile the program: {built.stderr.strip()}")
        return [str(target)]

    def variables(self, request: Any) -> dict[str, str]:
        return {
            "PULUMI_ORGANIZATION": request.organization,
            "PULUMI_PROJECT": request.project,
            "PULUMI_ROOT_DIRECTORY": request.info.root_directory,
            "PULUMI_STACK": request.stack,
            "PULUMI_DRY_RUN": str(request.dryRun).lower(),
            "PULUMI_PARALLEL": str(request.parallel),
            "PULUMI_MONITOR": request.monitor_address,
            "PULUMI_ENGINE": self.engine,
        }


if __name__ == "__main__":
    main(GoHost)
