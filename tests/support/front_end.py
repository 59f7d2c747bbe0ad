"""Which front end the programs of the engine's tests run on: the dynamic providers, or the native plugin.

`pytest -p tests.support.on_the_plugin tests/engine` runs them on the plugin, as the real CLI has installed it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import pytest

import ecl_pulumi_images
from tools.engine import environment, pulumi_command

CLASSES = ("Image", "ImageCopy", "ImageMember", "ImageMemberAcceptance", "Provider")


def choose_native() -> None:
    """Let `from ecl_pulumi_images import Image` mean the class over the plugin, in this process."""
    ecl_pulumi_images._HOMES.update(dict.fromkeys(CLASSES, "native.resources"))


def native() -> bool:
    """Whether programs declare the classes over the plugin."""
    return ecl_pulumi_images._HOMES["Image"] == "native.resources"


def dynamic_only(reason: str) -> pytest.MarkDecorator:
    """Mark a test of what the plugin does otherwise, and why."""
    return pytest.mark.skipif(native(), reason=f"not on the plugin: {reason}")


def install_plugin(home: Path) -> None:
    """Give a Pulumi home the plugin, which the CLI itself has installed once for this process."""
    if not (home / "plugins").exists():
        (home / "plugins").symlink_to(_installed())


@cache
def _installed() -> Path:
    work = Path(mkdtemp(prefix="plugin-"))
    plugin = Path(sys.executable).parent / "pulumi-resource-ecl"
    words = ["plugin", "install", "resource", "ecl", version("ecl-pulumi-images"), "-f", str(plugin)]
    pulumi_command().run(words, str(work), environment(work))
    return work / "home" / "plugins"
