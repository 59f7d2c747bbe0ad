"""A Pulumi engine that stands apart from the user's own: its state, home and login are never touched."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pulumi.automation import PulumiCommand

from tools import pulumi_cli


def pulumi_command() -> PulumiCommand:
    """The CLI to run, for the Automation API; built first (minutes, with progress) where there is none."""
    executable = pulumi_cli.ensure()
    root = None if str(executable) == shutil.which("pulumi") else str(executable.parent.parent)
    with _variable("PULUMI_HOME", str(pulumi_cli.cache.home())):
        return PulumiCommand(root)


def environment(work: Path) -> dict[str, str]:
    """Variables of an isolated engine that keeps everything under `work`.

    They are laid over the caller's environment by the Automation API, which cannot unset one; an empty
    string counts as unset for those of Pulumi's own that would lead outside.
    """
    home, state = work.resolve() / "home", work.resolve() / "state"
    for folder in (home, state):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "PULUMI_HOME": str(home),
        "PULUMI_CREDENTIALS_PATH": str(home),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_ACCESS_TOKEN": "",
        "PULUMI_STACK": "",
        "PULUMI_CONFIG_PASSPHRASE": "isolated",
        "PULUMI_CONFIG_PASSPHRASE_FILE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
        "PATH": _path(),
    }


def _path() -> str:
    """The caller's, and at its end the scripts for a CLI that has none: the engine takes PATH's before its own."""
    path = os.environ.get("PATH", os.defpath)
    found = shutil.which("pulumi")
    complete = found is not None and pulumi_cli.brings_its_own(Path(found))
    return path if complete else os.pathsep.join([path, str(pulumi_cli.spare())])


def isolate() -> None:
    """Free this process, and all that it starts, of the caller's own Pulumi and OpenStack settings and proxies.

    For programs that are nothing but a show or a test. Loopback is spoken to directly.
    """
    for name in [name for name in os.environ if name.startswith(("PULUMI_", "OS_"))]:
        del os.environ[name]
    direct = [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1", "localhost"]
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, direct))


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Set for a moment: PulumiCommand asks the CLI for its version, which writes a log into its home."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
