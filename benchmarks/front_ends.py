"""What each front end costs beside the other, for 1, 20 and 100 images: wall, requests, memory of its process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from benchmarks._recorder import Recorder
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.native import resources as native
from ecl_pulumi_images.resources import image
from tests.engine.interruptions import PLUGINS
from tests.engine.stack import Stack

COUNTS = (1, 20, 100)
FRONTS: dict[str, Any] = {"dynamic": image.Image, "native": native.Image}
MIB = 1 << 20


def main() -> None:
    """Print a line for each act and number of images: the dynamic front end, then the native one, and their ratio."""
    with tempfile.TemporaryDirectory() as folder, LocalCloud() as cloud, Recorder(cloud.image_url) as recorder:
        file = Path(folder) / "data"
        file.write_bytes(bytes(100_000))
        for count in COUNTS:
            rows = {}
            for name, kind in FRONTS.items():
                work = Path(folder) / f"{name}-{count}"
                work.mkdir()
                stack = Stack(work, cloud.environment("demo1"), plugin=True)
                stack.configure(endpoint_override=recorder.url)
                rows[name] = dict(_measured(stack, recorder, kind, file, count))
            for act, (spent, asked, peak) in rows["dynamic"].items():
                ours, ours_asked, ours_peak = rows["native"][act]
                print(
                    f"{count:3} images, {act:10} {spent:5.1f} and {ours:5.1f} s ({ours / spent:4.2f})   requests "
                    f"{asked:3} and {ours_asked:3}   memory {peak / MIB:3.0f} and {ours_peak / MIB:3.0f} MiB"
                )


def _measured(
    stack: Stack, recorder: Recorder, kind: Any, file: Path, count: int
) -> Iterator[tuple[str, tuple[float, int, int]]]:
    def declare(tag: str) -> Callable[[], object]:
        def program() -> None:
            for number in range(count):
                kind(f"image-{number}", local_file_path=str(file), disk_format="raw", tags=[tag])

        return program

    acts: dict[str, Callable[[], object]] = {
        "preview": lambda: stack.preview(declare("a")),
        "create": lambda: stack.up(declare("a")),
        "no change": lambda: stack.up(declare("a")),
        "update": lambda: stack.up(declare("b")),
        "refresh": stack.refresh,
        "destroy": stack.destroy,
    }
    for name, act in acts.items():
        recorder.since_last()
        with _watched() as peak:
            began = time.perf_counter()
            act()
            spent = time.perf_counter() - began
        yield name, (spent, sum(recorder.since_last()[0].values()), peak[0])


@contextmanager
def _watched() -> Iterator[list[int]]:
    """Note the most memory that the front end's process has had, in bytes."""
    peak, over = [0], Event()

    def watch() -> None:
        while not over.wait(0.1):
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if not PLUGINS.isdisjoint(Path(word).name for word in process.cmdline()):
                        peak[0] = max(peak[0], process.memory_info().rss)

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()
