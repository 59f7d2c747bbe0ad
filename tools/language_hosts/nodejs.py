"""A small language host for Node.js: it runs a project as the real one does, by the SDK's own `cmd/run`.

pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs/main.go, `execNodejs`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.language_host import main

from .sdk import GeneratingHost

RUN = Path("node_modules", "@pulumi", "pulumi", "cmd", "run")


class NodeHost(GeneratingHost):
    language = "nodejs"
    fetch = ("npm", "install", "--no-audit", "--no-fund", "--loglevel=error")

    def command(self, request: Any) -> list[str]:
        run = Path(request.pwd, RUN)
        if not run.exists():
            raise LookupError(f"{run} doesn't exist: run `npm install`")
        given = {
            "monitor": request.monitor_address,
            "engine": self.engine,
            "organization": request.organization,
            "project": request.project,
            "root-directory": request.info.root_directory,
            "stack": request.stack,
            "pwd": request.pwd,
            "parallel": str(request.parallel),
        }
        words = [word for name, value in given.items() if value for word in (f"--{name}", value)]
        return ["node", str(run), *words, *(["--dry-run"] if request.dryRun else []), request.info.entry_point]

    def variables(self, request: Any) -> dict[str, str]:  # noqa: ARG002
        return {"PULUMI_NODEJS_TYPESCRIPT": "true"}


if __name__ == "__main__":
    main(NodeHost)
