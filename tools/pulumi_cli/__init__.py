"""Which `pulumi` to run: the one on PATH, the one made earlier, the official one, or one built here.

Needs nothing but the standard library, except for the official installer (Pulumi's Automation API).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from . import build, cache, installer, scripts, version


def find() -> Path | None:
    """The executable to run, or None when one has to be made first."""
    return version.on_path() or cache.made(version.pinned())


def ensure() -> Path:
    """The executable to run, made first if need be, with what runs Python programs and providers in reach.

    Two callers at once make one between them. Raises `build.BuildFailed` with one line that says why there is none.
    """
    executable = find() or _make(version.pinned())
    if not brings_its_own(executable) and not scripts.complete(spare()):
        _complete(version.pinned())
    return executable


def brings_its_own(executable: Path) -> bool:
    """Whether this CLI is not the one made here, and has Pulumi's scripts for Python beside it or on PATH."""
    if executable == cache.executable(version.pinned()):
        return False
    return scripts.are_in(executable.resolve().parent) or all(map(shutil.which, scripts.PLACES))


def spare() -> Path:
    """The folder of the scripts for a CLI that comes without."""
    return cache.executable(version.pinned()).parent


def _make(wanted: str) -> Path:
    with cache.locked(wanted):
        made = cache.made(wanted)  # by whoever held the lock before
        if made is None:
            with cache.new(wanted) as root:
                if not installer.install(root, wanted):
                    build.build(root, wanted)
            made = cache.executable(wanted)
    return made


def _complete(wanted: str) -> None:
    with cache.locked(wanted):
        if not scripts.are_in(spare()):
            build.complete(spare(), wanted)
        scripts.install_host(spare())
