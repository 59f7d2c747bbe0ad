"""Pulumi's CLI, ended with us: after Ctrl-C nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

from pulumi.automation import CommandError, CommandResult, PulumiCommand

PATIENCE = (2.0, 8.0)
"""Seconds after the first request to stop, which lets a call that is being carried out end, and after the second,
which cancels it. The demo throws its cloud away, so it need not wait for a long upload."""

Show = Callable[[str], Any]


class Command(PulumiCommand):
    """Runs the CLI in a session of its own, where the terminal's Ctrl-C reaches it once, through us."""

    def __init__(self, found: PulumiCommand) -> None:
        self.command, self.version = found.command, found.version

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Show | None = None,
        on_error: Show | None = None,
    ) -> CommandResult:
        """Run one command to its end, as the Automation API wants it. Raises CommandError when it fails."""
        environment = {**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        if Path(self.command).is_absolute():  # its own plugins first: the engine warns of any others
            environment["PATH"] = f"{Path(self.command).parent}{os.pathsep}{environment['PATH']}"
        process = subprocess.Popen(
            [self.command, "--non-interactive", *args], cwd=cwd, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            output, errors = _lines(process, on_output, on_error)
        except BaseException:
            stop(process)
            raise
        result = CommandResult(stdout="\n".join(output), stderr="\n".join(errors), code=process.returncode)
        if result.code != 0:
            raise CommandError(result)
        return result


def _lines(
    process: subprocess.Popen[str], on_output: Show | None, on_error: Show | None
) -> tuple[list[str], list[str]]:
    """Everything that the process writes, shown as it comes; returns when it has ended."""
    output: list[str] = []
    errors: list[str] = []
    beside = Thread(target=_read, args=(process.stderr, on_error, errors), daemon=True)
    beside.start()
    _read(process.stdout, on_output, output)
    beside.join()
    process.wait()
    return output, errors


def _read(stream: IO[str] | None, show: Show | None, into: list[str]) -> None:
    for line in stream or ():
        text = line.rstrip()
        into.append(text)
        if show:
            show(text)


def stop(process: subprocess.Popen[str]) -> None:
    """Ask the CLI to cancel, then to give up, then end it."""
    for patience in PATIENCE:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
