"""The user's cache: nothing half made in it, one maker at a time."""

from __future__ import annotations

import select
import subprocess
import sys
from pathlib import Path

import pytest

from tools.pulumi_cli import cache

ROOT = Path(__file__).parent.parent.parent

HOLD = """
import sys
from tools.pulumi_cli import cache
with cache.locked("v1"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "ecl-pulumi-images" / "pulumi"
    folder.mkdir(parents=True)
    return folder


def names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def fill(root: Path) -> None:
    (root / "bin").mkdir()
    (root / "bin" / "pulumi").touch(mode=0o755)


def test_what_was_made_well_takes_its_place(own_cache: Path) -> None:
    with cache.new("v1") as root:
        fill(root)
        assert cache.made("v1") is None

    assert cache.made("v1") == own_cache / "v1" / "bin" / "pulumi"
    assert names(own_cache) == ["v1"]


def test_what_failed_leaves_nothing(own_cache: Path) -> None:
    def failing() -> None:
        with cache.new("v1") as root:
            fill(root)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert cache.made("v1") is None
    assert names(own_cache) == []


def test_a_folder_without_an_executable_makes_way(own_cache: Path) -> None:
    (own_cache / "v1" / "leftover").mkdir(parents=True)

    with cache.new("v1") as root:
        fill(root)

    assert names(own_cache / "v1") == ["bin"]


def test_a_second_maker_waits_until_the_first_has_ended_even_by_force() -> None:
    def maker() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    with maker() as first, maker() as second:
        assert first.stdout is not None
        assert second.stdout is not None
        ready, _, _ = select.select([first.stdout, second.stdout], [], [], 30)
        assert len(ready) == 1  # one of them holds it
        holder, waiter = (first, second) if ready == [first.stdout] else (second, first)
        assert waiter.stdout is not None
        holder.kill()

        assert waiter.stdout.readline() == "held\n"
        waiter.kill()
