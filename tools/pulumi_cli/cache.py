"""The user's cache folder, where a program that was built once serves every clone of the repository."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLI = "pulumi"


def folder() -> Path:
    """`ecl-pulumi-images` under XDG_CACHE_HOME, by default ~/.cache."""
    parent = os.environ.get("XDG_CACHE_HOME")
    return (Path(parent) if parent else Path.home() / ".cache") / "ecl-pulumi-images"


def home() -> Path:
    """A Pulumi home for questions about versions: each one leaves a log there."""
    return folder() / "home"


def executable(version: str, program: str = CLI) -> Path:
    return folder() / program / version / "bin" / program


def made(version: str, program: str = CLI) -> Path | None:
    path = executable(version, program)
    return path if os.access(path, os.X_OK) else None


@contextmanager
def locked(version: str, program: str = CLI) -> Iterator[None]:
    """One maker at a time; the lock ends with the process, however it ends."""
    path = folder() / program / f"{version}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def new(version: str, program: str = CLI) -> Iterator[Path]:
    """An empty folder that takes its place in the cache when the block ends well, and vanishes otherwise."""
    place = folder() / program / version
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f"{version}-") as scratch:
        root = Path(scratch) / "root"
        root.mkdir()
        yield root
        shutil.rmtree(place, ignore_errors=True)  # left by something else: it held no executable
        root.rename(place)
