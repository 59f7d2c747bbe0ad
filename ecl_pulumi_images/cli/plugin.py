"""`ecl-images plugin`: make the native plugin known to Pulumi."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

import click

NAME = "ecl"
PROGRAM = "pulumi-resource-ecl"


@click.group("plugin")
def command() -> None:
    """The native plugin, for programs in YAML, TypeScript, Go and so on."""


@command.command("install")
def install() -> None:
    """Make the plugin known to Pulumi, for every project of this user; no network is needed.

    Do this anew after each upgrade of this package, and keep its environment: the plugin runs in it.
    """
    click.echo(installed())


def installed() -> str:
    """Install the plugin of this environment; return what to tell. Raises ValueError, OSError."""
    pulumi, program = shutil.which("pulumi"), plugin_program()
    if pulumi is None:
        raise ValueError("pulumi is not on PATH: install Pulumi's CLI first")
    ours = version("ecl-pulumi-images")
    done = subprocess.run(  # noqa: S603  `--reinstall`: one of the same version may be of another environment
        [pulumi, "plugin", "install", "resource", NAME, ours, "--reinstall", "--file", program],
        env=os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = " ".join(line.strip() for line in done.stderr.splitlines() if line.strip())
        raise ValueError(f"`pulumi plugin install` failed: {words or f'exit code {done.returncode}'}")
    return f"plugin {NAME} {ours} is installed for every project of this user; it runs {program}"


def plugin_program() -> Path:
    """Return the plugin's program in this environment. Raises FileNotFoundError."""
    suffix = ".exe" if os.name == "nt" else ""
    program = Path(sysconfig.get_path("scripts"), PROGRAM + suffix)
    if not program.exists():
        raise FileNotFoundError(f"{program} does not exist: install ecl-pulumi-images with pip into this environment")
    return program
