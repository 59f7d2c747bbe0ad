"""The official installer is tried within bounds: quiet, short, and gone afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tools.pulumi_cli import installer


def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    parent_of_a_sleeper = f"exec >{fifo}; echo started; sleep 1000 & wait"

    assert not installer.ends_well(["/bin/sh", "-c", parent_of_a_sleeper], patience=1)

    said = os.read(reader, 100)
    assert said == b"started\n"
    assert os.read(reader, 100) == b""  # an error here: the sleeper still has the other end
    os.close(reader)


@pytest.mark.parametrize(("program", "well"), [("pass", True), ("raise SystemExit(3)", False)])
def test_the_exit_status_tells(program: str, well: bool) -> None:
    assert installer.ends_well([sys.executable, "-c", program], patience=60) is well


def test_what_it_says_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    installer.ends_well([sys.executable, "-c", "import sys; print(1); print(2, file=sys.stderr)"], patience=60)

    assert capfd.readouterr() == ("", "")
