"""What KEEP=1 leaves behind, and how it goes away again."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from ecl_pulumi_images.localcloud import LocalCloud, shell
from tools import pulumi_cli

from .quickstart import ROOT
from .story import Story

FOLDER = ROOT / ".work" / "demo"

LOOK = """
Left running: {folder}. Look at it with

  . {settings}
  pulumi stack --cwd {stack}
  pulumi config set name another --cwd {stack}
  pulumi preview --cwd {stack}
  pulumi up --yes --cwd {stack}
  pulumi refresh --yes --cwd {stack}
  python -c 'from ecl_pulumi_images import client; print(client.connect().get("{image_id}"))'

`make clean` ends and removes it."""


def how_to_look(story: Story) -> str:
    """Write down the settings of this cloud and engine beside the stack; returns what to tell the user."""
    quickstart = story.quickstart
    folder = quickstart.folder.parent
    file = folder / "env.sh"
    cli = pulumi_cli.ensure().parent
    settings = quickstart.environment | {"OS_CLOUD": "demo1", "PULUMI_STACK": "demo"}
    settings["PATH"] = os.pathsep.join([f"{sys.prefix}/bin", str(cli), settings["PATH"]])
    file.write_text("\n".join([*shell.lines(settings, os.environ), ""]))
    shown = {"folder": folder, "settings": file, "stack": quickstart.folder}
    return LOOK.format(**{name: _near(path) for name, path in shown.items()}, image_id=story.image_id)


def _near(path: Path) -> str:
    """As the user types it in the repository's root."""
    return shlex.quote(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path))


def discard() -> None:
    """End what an earlier KEEP=1 left, if anything."""
    if FOLDER.exists():
        LocalCloud(FOLDER / "cloud").stop()
        shutil.rmtree(FOLDER)
