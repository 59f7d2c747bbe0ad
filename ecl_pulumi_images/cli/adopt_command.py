"""`ecl-images adopt`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

import click

from .adopt import adopt


@click.command("adopt")
@click.option("--cloud", help="A cloud of clouds.yaml; default: OS_CLOUD, or the OS_* variables.")
@click.option("--region", help="Region of the image service.")
@click.option("--name", help="Only images of this very name.")
@click.option("--tag", multiple=True, help="Only images with this tag; may be repeated.")
@click.option("--owner", help="Id of the project that owns them; default: the credentials' own.")
@click.option("--visibility", help="Only private, shared, community or public images.")
@click.option("--status", default="active", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path(), help="Folder for the two files; default: here.")
def command(**given: Any) -> None:
    """Write a Pulumi program and an import file for existing images.

    Writes images.py and import.json. Nothing is changed on the service.
    """
    click.echo(adopt(Namespace(**given)), nl=False)
