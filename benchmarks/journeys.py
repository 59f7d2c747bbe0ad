"""How many files and functions of this package five everyday journeys pass: what a reader has to follow.

    python benchmarks/journeys.py

Each journey runs twice against a local cloud, the second time counted, so that imports are over. Comprehensions and
lambdas belong to the function around them. Counted in all threads of this process, from the provider's methods on.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import ecl_pulumi_images
from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.provider.image import ImageProvider

OWN = str(Path(ecl_pulumi_images.__file__).parent) + os.sep


def passed(journey: Callable[[], object]) -> tuple[int, int]:
    """Return how many files and functions of the package a journey passes, in all of its threads."""
    journey()
    found: set[tuple[str, str]] = set()

    def note(frame: Any, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OWN) and not code.co_name.startswith("<"):
            found.add((code.co_filename, code.co_qualname if sys.version_info >= (3, 11) else code.co_name))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        journey()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return len({file for file, _ in found}), len(found)


def journeys(cloud: LocalCloud, folder: Path) -> dict[str, Callable[[], object]]:
    provider = ImageProvider()
    connect: dict[str, Any] = {"cloud": "demo1", "config_files": [cloud.clouds_yaml], "load_envvars": False}
    images = client.connect(**connect)
    file = folder / "raw"
    file.write_bytes(b"data" * 4096)

    def made(**declared: Any) -> tuple[str, dict[str, Any]]:
        checked = provider.check({}, {"name": str(uuid4()), **declared}).inputs
        created = provider.create(checked)
        return str(created.id), {**checked, **(created.outs or {})}

    def property_changed() -> None:
        news = provider.check(state, {**declared, "properties": {"a": str(uuid4())}}).inputs
        provider.diff(image_id, state, news)
        provider.update(image_id, state, news)

    def refused() -> None:
        with suppress(RuntimeError):
            provider.update(str(uuid4()), state, {**declared, "properties": {"a": "x"}})

    declared = {"name": "journey", "properties": {"a": "1"}}
    image_id, state = made(**declared)
    return {
        "a changed property to the PATCH and back": property_changed,
        "a file to its verified upload": lambda: made(local_file_path=str(file), disk_format="raw"),
        "a listing with filters": lambda: list(images.list(name="journey", tags=["a"], status="active", size_min=1)),
        "a server's error to the user's line": refused,
        "a setting to the token request": lambda: client.connect(**connect).get(image_id),
    }


def main() -> None:
    """Print files and functions of each journey."""
    with LocalCloud() as cloud, tempfile.TemporaryDirectory() as folder:
        os.environ.update(cloud.environment("demo1"))
        for name, journey in journeys(cloud, Path(folder)).items():
            files, functions = passed(journey)
            print(f"{files:4} files {functions:4} functions  {name}", flush=True)


if __name__ == "__main__":
    main()
