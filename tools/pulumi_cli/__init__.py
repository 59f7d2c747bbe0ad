"""Which `pulumi` to run: the one on PATH, the one made earlier, the official one, or one built here.

Needs nothing but the standard library, except for the official installer (Pulumi's Automation API).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from . import build, cache, installer, version

PLUGIN = Path(__file__).parent.parent / "bin" / "pulumi-resource-pulumi-python"
"""Runs dynamic providers; the official CLI comes with one of its own beside it."""


def find() -> Path | None:
    """The executable to run, or None when one has to be made first."""
    return version.on_path() or cache.made(version.pinned())


def ensure() -> Path:
    """The executable to run, made first if need be. Two callers at once make one between them.

    Raises `build.BuildFailed` with one line that says why there is none.
    """
    return find() or _make(version.pinned())


def _make(wanted: str) -> Path:
    with cache.locked(wanted):
        made = cache.made(wanted)  # by whoever held the lock before
        if made is None:
            with cache.new(wanted) as root:
                if not installer.install(root, wanted):
                    build.build(root, wanted)
                    shutil.copy(PLUGIN, root / "bin")
            made = cache.executable(wanted)
    return made
