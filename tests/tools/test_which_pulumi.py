"""Which `pulumi` is run: PATH's when it will do, else the one made earlier."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.pulumi_cli import scripts, version

ROOT = Path(__file__).parent.parent.parent


def a_pulumi(folder: Path, says: str) -> Path:
    """An executable that answers every question with `says`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pulumi"
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def chosen(tmp_path: Path, on_path: Path | None) -> str:
    """What `python -m tools.pulumi_cli` prints where PATH has that one and the cache has one of its own."""
    path = os.pathsep.join(["/usr/bin", "/bin"])
    environment = os.environ | {
        "PATH": path if on_path is None else f"{on_path.parent}{os.pathsep}{path}",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tools.pulumi_cli"],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "cache" / "ecl-pulumi-images" / "pulumi" / version.pinned() / "bin"
    made = a_pulumi(folder, "made")
    for name in scripts.PLACES:
        (folder / name).touch(mode=0o755)
    return made


@pytest.mark.parametrize("says", ["v3.235.0", "v3.274.1", "3.300.0-alpha.1"])
def test_a_recent_pulumi_on_path_is_the_one(tmp_path: Path, made: Path, says: str) -> None:
    mine = a_pulumi(tmp_path / "mine", says)

    assert chosen(tmp_path, mine) == str(mine)


@pytest.mark.parametrize("says", ["v3.234.9", "v2.999.0", "v4.0.0", "no number", ""])
def test_any_other_pulumi_on_path_gives_way_to_the_one_made_earlier(tmp_path: Path, made: Path, says: str) -> None:
    mine = a_pulumi(tmp_path / "mine", says)

    assert chosen(tmp_path, mine) == str(made)


def test_a_pulumi_on_path_that_does_not_run_gives_way(tmp_path: Path, made: Path) -> None:
    mine = a_pulumi(tmp_path / "mine", "v3.274.1")
    mine.write_text("#!/no/such/interpreter\n")

    assert chosen(tmp_path, mine) == str(made)


def test_without_one_on_path_the_one_made_earlier_is_run_and_nothing_is_said(tmp_path: Path, made: Path) -> None:
    assert chosen(tmp_path, None) == str(made)


def test_the_pinned_version_is_recent_enough_itself() -> None:
    assert version.will_do(version.pinned())


def test_versions_are_read_as_numbers_not_as_words() -> None:
    assert version.parse("v3.1000.2") == (3, 1000, 2)
    assert version.parse("go1.26") == (1, 26, 0)
    assert version.parse("devel") is None
