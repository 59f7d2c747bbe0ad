"""`adopt`: bring existing images under management, a hundred in one go."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from pulumi.dynamic.dynamic import serialize_provider

from ecl_pulumi_images.client import BadRequest, Image, ImageClient, connect, exact
from ecl_pulumi_images.client.images.search import WIDER
from ecl_pulumi_images.client.words import one_line
from ecl_pulumi_images.provider.image import ImageProvider

from .program import import_file, program, resource_names


def adopt(arguments: argparse.Namespace) -> str:
    """Write the program and the import file for the images that pass the filters; return what to do with them.

    Raises ImageServiceError as it happens, FileExistsError instead of overwriting anything, ValueError when no
    image passes.
    """
    files = [arguments.out / name for name in ("images.py", "import.json")]
    for file in files:
        if file.exists():
            raise FileExistsError(f"{file} exists: move it away, or choose another folder with --out")
    images = connect(arguments.cloud, region_name=arguments.region)
    named = resource_names(_found(images, arguments))
    provider = serialize_provider(ImageProvider())
    arguments.out.mkdir(parents=True, exist_ok=True)
    files[0].write_text(program(named), "utf-8")
    files[1].write_text(import_file(named, provider, region=images.region, endpoint=images.endpoint), "utf-8")
    return _next(len(named), *files)


def _found(images: ImageClient, arguments: argparse.Namespace) -> list[Image]:
    filters = {
        "name": exact(arguments.name) if arguments.name else None,
        "tags": tuple(arguments.tag),
        "owner": arguments.owner or images.project_id,
        "visibility": arguments.visibility,
        "status": arguments.status,
        "sort": "name:asc,created_at:asc",
    }
    found = _listed(images, {key: value for key, value in filters.items() if value})
    for record in found:
        if not record.name:
            sys.stderr.write(f"left out: image {one_line(record.id)} has no name; give it one first\n")
    named = [record for record in found if record.name]
    if not named:
        raise ValueError("no image passes these filters")
    return named


def _listed(images: ImageClient, filters: dict[str, Any]) -> list[Image]:
    """Return what passes the filters, community and hidden images too, each once."""
    found = {record.id: record for record in images.list(**filters)}
    for wider in WIDER:
        with suppress(BadRequest):
            found |= {record.id: record for record in images.list(**wider | filters)}
    return list(found.values())


def _next(count: int, program_file: Path, import_file_: Path) -> str:
    return (
        f"{count} images: program in {program_file}, import file in {import_file_}.\n"
        "Make the program part of yours, then:\n"
        f"  pulumi import --file {import_file_} --generate-code=false --protect=false --yes\n"
        "  pulumi up    # says: unchanged\n"
    )
