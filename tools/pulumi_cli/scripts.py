"""Pulumi's own scripts for Python, from its SDK's Go module: one runs dynamic providers, one runs programs.

The official CLI comes with both. A CLI that is built here gets them beside it, at the version that go.mod pins, and
in the place of the real language host, which is on no package index, the small one of tools/language_host.py.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import toolchain
from .version import MODULE

SDK = "github.com/pulumi/pulumi/sdk/v3"
PLUGIN = "pulumi-resource-pulumi-python"
EXECUTOR = "pulumi-language-python-exec"
PLACES = {PLUGIN: "python/dist", EXECUTOR: "python/cmd"}
"""Folders of the module, in the order of installing: where there is an executor, the plugin is the official one."""


HOST = "pulumi-language-python"
SMALL_HOST = Path(__file__).parent.parent / "language_host.py"


class NoScripts(Exception):
    """The module cannot be had; the message says why in one line."""


def are_in(folder: Path) -> bool:
    return all((folder / name).exists() for name in PLACES)


def install(go: toolchain.Go, folder: Path) -> None:
    """Put them into `folder`, each in one step. Raises NoScripts when the module cannot be had."""
    module = _module(go)
    for name, place in PLACES.items():
        _put(module / place / name, folder / name)


def complete(folder: Path) -> bool:
    """Whether the scripts lie there, and a language host: the real one, which is no script, or this clone's own."""
    return are_in(folder) and _has_host(folder)


def install_host(folder: Path) -> None:
    """Put this clone's small language host into `folder`, unless there is a real one."""
    if not _has_host(folder):
        _put(SMALL_HOST, folder / HOST)


def _has_host(folder: Path) -> bool:
    place = folder / HOST
    held = place.read_bytes() if place.exists() else b"#!"
    return not held.startswith(b"#!") or held == SMALL_HOST.read_bytes()


def _put(file: Path, place: Path) -> None:
    """Copy a program in one step."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f"{place.name}-") as scratch:
        new = Path(scratch) / place.name
        shutil.copyfile(file, new)
        new.chmod(0o755)
        new.replace(place)


def _module(go: toolchain.Go) -> Path:
    """The SDK's folder in the module cache, downloaded and checked against go.sum."""
    done = subprocess.run(
        [go.command, "mod", "download", "-json", SDK],
        cwd=MODULE, env=go.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout or "{}")
    if done.returncode != 0 or "Dir" not in told:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NoScripts(f"go mod download {SDK}: {told.get('Error', last)}")
    return Path(told["Dir"])
