"""Memory does not grow with the image. Measured in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks._measure import ours, sink
from tests.support.raw_service import IMAGE

SIZE = 512 << 20
MOST = 80  # MiB, the interpreter and all libraries included


def test_an_upload_takes_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    path.touch()
    os.truncate(path, SIZE)
    with sink(SIZE) as url:
        assert ours("upload", url, "", IMAGE, str(path), "0")["memory"] < MOST


def test_a_download_takes_constant_memory() -> None:
    with sink(SIZE) as url:
        assert ours("download", url, "", IMAGE, os.devnull, "0")["memory"] < MOST
