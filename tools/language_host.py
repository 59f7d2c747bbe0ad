#!/bin/sh
"exec" "${PULUMI_PYTHON_CMD:-python3}" "-u" "$0" "$@"  # fmt: skip
# A small language host for Python projects. It lies beside a CLI that was built here, as only the full, official CLI
# brings the real one. The line above makes it a program of the shell, which picks the Python, and of Python.
#
# It runs a project as the real one does (pulumi/pulumi, sdk/python/cmd/pulumi-language-python/main.go): with Pulumi's
# own `pulumi-language-python-exec`, from the program's folder, in the virtual environment that Pulumi.yaml names, which
# is looked for beside Pulumi.yaml. It installs nothing and looks for no plugins.

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

EXECUTOR = "pulumi-language-python-exec"
SAID_WHY = 32
"""Exit status of the executor when the user has been told already."""


class Host(language_pb2_grpc.LanguageRuntimeServicer):
    """engine: address of the engine, as the executor wants it."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - as the protocol has it
        return plugin_pb2.PluginInfo()

    def GetRequiredPlugins(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        return language_pb2.GetRequiredPluginsResponse()

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        return language_pb2.GetRequiredPackagesResponse()

    def About(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        return language_pb2.AboutResponse(executable=sys.executable, version=sys.version.split()[0])

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Run a program to its end; its output goes where this process's goes."""
        try:
            command, variables = self.command(request), os.environ | configuration(request) | self.variables(request)
        except LookupError as problem:
            return language_pb2.RunResponse(error=str(problem))
        process = subprocess.Popen(command, cwd=request.pwd, env=variables, stdin=subprocess.DEVNULL)
        context.add_callback(lambda: process.send_signal(signal.SIGINT))  # nothing, when it has ended
        status = process.wait()
        if status in {0, SAID_WHY}:
            return language_pb2.RunResponse(bail=status == SAID_WHY)
        return language_pb2.RunResponse(error=f"program exited with non-zero exit code: {status}")

    def command(self, request: Any) -> list[str]:
        """What runs the program. Raises LookupError."""
        return [python(request.info), executor(), *arguments(request, self.engine), request.info.entry_point]

    def variables(self, request: Any) -> dict[str, str]:  # noqa: ARG002
        """What the program finds in its environment, besides its configuration."""
        return {}


def python(info: Any) -> str:
    """The interpreter of Pulumi.yaml's `virtualenv`, else of the active environment. Raises LookupError."""
    option = dict(info.options).get("virtualenv")
    if not option:
        return os.environ.get("PULUMI_PYTHON_CMD") or "python3"
    found = Path(info.root_directory, option) / "bin" / "python"
    if not found.exists():
        raise LookupError(f"The 'virtualenv' option in Pulumi.yaml is set to {option!r}, but {found} doesn't exist")
    return str(found)


def executor() -> str:
    """The executor that lies beside this file, else PATH's. Raises LookupError."""
    beside = Path(__file__).parent / EXECUTOR
    found = str(beside) if beside.exists() else shutil.which(EXECUTOR)
    if found is None:
        raise LookupError(f"{EXECUTOR} is neither beside {__file__} nor on PATH")
    return found


def arguments(request: Any, engine: str) -> list[str]:
    given = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": str(request.dryRun).lower(),
        "parallel": str(request.parallel),
        "organization": request.organization,
    }
    return [word for name, value in given.items() if value for word in (f"--{name}", value)]


def configuration(request: Any) -> dict[str, str]:
    """Stack configuration as the executor reads it, from the environment."""
    secret_keys = json.dumps(list(request.configSecretKeys))
    return {"PULUMI_CONFIG": json.dumps(dict(request.config)), "PULUMI_CONFIG_SECRET_KEYS": secret_keys}


def main(host: type[Host] = Host) -> None:
    """Serve until the engine ends this process; the port is the first line on stdout."""
    server = grpc.server(futures.ThreadPoolExecutor(4))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host(sys.argv[-1]), server)
    signal.signal(signal.SIGINT, lambda *_: server.stop(0))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
