"""The command line's words."""

from __future__ import annotations

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """Return the parser of `python -m ecl_pulumi_images`."""
    top = argparse.ArgumentParser(prog="python -m ecl_pulumi_images", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    adopt = commands.add_parser(
        "adopt",
        help="write a Pulumi program and an import file for existing images",
        description="Write images.py and import.json for existing images. Nothing is changed on the service.",
    )
    adopt.add_argument("--cloud", help="a cloud of clouds.yaml; default: OS_CLOUD or OS_* variables")
    adopt.add_argument("--region", help="region of the image service")
    adopt.add_argument("--name", help="only images of this very name")
    adopt.add_argument("--tag", action="append", default=[], help="only images with this tag; may be repeated")
    adopt.add_argument("--owner", help="id of the project that owns them; default: the credentials' own")
    adopt.add_argument("--visibility", help="only private, shared, community or public images")
    adopt.add_argument("--status", default="active", help="default: active")
    adopt.add_argument("--out", type=Path, default=Path(), help="folder for images.py and import.json; default: here")
    return top
