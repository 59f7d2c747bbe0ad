"""The CLI as a Go tool, built from the pinned tools/pulumi/go.mod."""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import report, scripts, toolchain
from .version import MODULE

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
"""Unset, the CLI has no version, and the Automation API refuses it."""

QUICK = [
    "-gcflags=all=-dwarf=false -l",  # -l: no inlining, in the clouds' SDKs above all, that are never run here
    "-gcflags=std=-dwarf=false",
    "-gcflags=github.com/pulumi/...=-dwarf=false",
]
"""A third less to compute, and no slower an engine: 3 minutes instead of 4 from nothing on 2 cores."""

WAY_OUT = "install the Pulumi CLI (https://www.pulumi.com/docs/install) so that it is on PATH"


class BuildFailed(Exception):
    """There is no CLI and none could be built; the message is one line."""


class CompileFailed(Exception):
    """A program could not be built; the message says why in one line."""


def build(root: Path, version: str) -> None:
    """Build that version into `root`/bin/pulumi, showing progress; some 3 minutes from nothing on 2 cores."""
    report.say(f"pulumi {version}: building it from source, once for this user (some minutes)")
    with _go(version) as go:
        flags = f"-X {VERSION_VARIABLE}={version}"
        try:
            compiled(go, MODULE, PACKAGE, root / "bin" / "pulumi", flags)
        except CompileFailed as problem:
            raise BuildFailed(f"pulumi {version}: {problem}; {WAY_OUT}") from None
        scripts.install(go, root / "bin")


def complete(folder: Path, version: str) -> None:
    """Put Pulumi's scripts for Python into a folder whose CLI has none, or a stand-in; seconds."""
    report.say(f"pulumi {version}: fetching its scripts for Python")
    folder.mkdir(parents=True, exist_ok=True)
    with _go(version) as go:
        scripts.install(go, folder)


@contextmanager
def _go(version: str) -> Iterator[toolchain.Go]:
    try:
        with toolchain.go() as go:
            yield go
    except (toolchain.NoGo, scripts.NoScripts) as problem:
        raise BuildFailed(f"pulumi {version}: {problem}; {WAY_OUT}") from None


def compiled(go: toolchain.Go, module: Path, package: str, target: Path, link: str = "") -> None:
    """Build a package of a module into a program, showing progress. link: flags for the linker.

    Raises CompileFailed.
    """
    flags = ["-v", "-buildvcs=false", *QUICK, f"-ldflags=-s -w {link}"]
    total = _packages(go, module, package)
    with subprocess.Popen(
        [go.command, "build", *flags, "-o", str(target), package],
        cwd=module,
        env=go.environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None  # noqa: S101 - a pipe was asked for
        words = follow(process.stderr, total)
    if process.returncode != 0:
        raise CompileFailed(f"go build failed: {words or 'no reason given'}")


def _packages(go: toolchain.Go, module: Path, package: str) -> int:
    """How many packages there are to compile at most; fetches the modules."""
    listed = subprocess.run(
        [go.command, "list", "-deps", package],
        cwd=module, env=go.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return len(listed.stdout.splitlines())


def follow(lines: Iterable[str], total: int) -> str:
    """Show how far `go build -v` is, which names each package that it compiles; returns its last complaint."""
    progress = report.Progress()
    compiled, other = 0, deque[str](maxlen=1)
    for line in lines:
        if is_package(line):
            compiled += 1
            progress.show(f"  compiled {compiled} of at most {total} packages")
        elif not line.startswith("go: downloading"):
            other.append(line.strip())
    progress.clear()
    return "".join(other)


def is_package(line: str) -> bool:
    """Whether a line of `go build -v` is the path of a package, and not a message."""
    word = line.strip()
    return bool(word) and " " not in word and ":" not in word and not word.startswith("#")
