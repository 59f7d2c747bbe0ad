"""What Pulumi's acts on images cost: requests, and time beside the sum of the server's own times."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._recorder import Recorder
from ecl_pulumi_images import Image
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import Stack

IMAGES = 50


def main() -> None:
    """Print a line for each act on 50 images with a file, and the same for none, which is Pulumi's own time."""
    with tempfile.TemporaryDirectory() as folder, LocalCloud() as cloud, Recorder(cloud.image_url) as recorder:
        work, file = Path(folder) / "stack", Path(folder) / "data"
        work.mkdir()
        file.write_bytes(bytes(100_000))
        stack = Stack(work, cloud.environment("demo1"))
        stack.configure(endpoint_override=recorder.url)
        nothing = _timed(lambda: stack.up(lambda: None))
        print(f"up of no image        {nothing:5.1f} s, which is Pulumi's own")
        acts: dict[str, Callable[[], object]] = {
            "up, creating": lambda: stack.up(lambda: _declare(file, "a")),
            "preview, no change": lambda: stack.preview(lambda: _declare(file, "a")),
            "up, no change": lambda: stack.up(lambda: _declare(file, "a")),
            "up, changing": lambda: stack.up(lambda: _declare(file, "b")),
            "refresh": stack.refresh,
            "destroy": stack.destroy,
        }
        for name, act in acts.items():
            recorder.since_last()
            spent = _timed(act)
            counts, server = recorder.since_last()
            each = ", ".join(f"{count / IMAGES:g} {kind}" for kind, count in sorted(counts.items())) or "no request"
            ratio = f"{(spent - nothing) / server:4.2f} of the server's {server:.1f} s" if server else ""
            print(f"{name:20}  {spent:5.1f} s  {ratio:28}  for each image: {each}")


def _declare(file: Path, tag: str) -> None:
    for number in range(IMAGES):
        Image(f"image-{number}", local_file_path=str(file), disk_format="raw", tags=[tag])


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
