"""What KEEP=1 leaves behind, and how it goes away again."""

from __future__ import annotations

import shlex
import shutil

from ecl_pulumi_images.localcloud import LocalCloud

from .quickstart import ROOT
from .story import Story

FOLDER = ROOT / ".work" / "demo"
SETTINGS = FOLDER / "env.sh"

LOOK = """
Left running: {folder}. Look at it with

  . {settings}
  pulumi stack --cwd {stack}
  pulumi refresh --yes --cwd {stack}
  python -c 'from ecl_pulumi_images import client; print(client.connect().get("{image_id}"))'

`make clean` ends and removes it."""


def how_to_look(story: Story) -> str:
    """Write down the settings of this cloud and engine; returns what to tell the user."""
    quickstart = story.quickstart
    cli = quickstart.stack.workspace.pulumi_command.command
    settings = quickstart.environment | {"OS_CLOUD": "demo1", "PULUMI_STACK": "demo"}
    settings["PATH"] = f"{ROOT / '.venv' / 'bin'}:{cli.rpartition('/')[0]}:{settings['PATH']}".replace("::", ":")
    lines = [f"export {name}={shlex.quote(value)}" for name, value in settings.items()]
    SETTINGS.write_text("\n".join([*lines, ""]))
    shown = {"folder": FOLDER, "settings": SETTINGS, "stack": quickstart.folder}
    near = {name: path.relative_to(ROOT) for name, path in shown.items()}
    return LOOK.format(**near, image_id=story.image_id)


def discard() -> None:
    """End what an earlier KEEP=1 left, if anything."""
    if FOLDER.exists():
        LocalCloud(FOLDER / "cloud").stop()
        shutil.rmtree(FOLDER)
