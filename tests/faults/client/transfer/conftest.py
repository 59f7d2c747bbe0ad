"""Fixtures that the tests beside it share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.faults.client.transfer.uploads import DATA, _write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with the data."""
    file = tmp_path / "data.img"
    file.write_bytes(DATA)
    return file


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    """A named pipe that somebody writes the data to, once."""
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    thread = Thread(target=_write, args=(fifo, DATA), daemon=True)
    thread.start()
    yield fifo
    thread.join(10)
