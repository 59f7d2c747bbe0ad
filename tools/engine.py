"""A Pulumi engine that stands apart from the user's own: its state, home and login are never touched."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from pulumi.automation import PulumiCommand

from tools import pulumi_cli

PLUGINS = Path(__file__).parent / "bin"


def pulumi_command() -> PulumiCommand:
    """The CLI to run, for the Automation API; built first (minutes, with progress) where there is none."""
    executable = pulumi_cli.ensure()
    if str(executable) == shutil.which("pulumi"):
        return PulumiCommand()
    return PulumiCommand(root=str(executable.parent.parent))


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
        "PATH": os.pathsep.join([str(PLUGINS), os.environ.get("PATH", os.defpath)]),
    }
