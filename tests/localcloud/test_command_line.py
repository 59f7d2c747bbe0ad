"""The command line, as a user meets it: in a process of its own."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.localcloud.databases.golden import versions
from ecl_pulumi_images.localcloud.state import State
from tests.localcloud.processes import command, left, only_line
from tests.localcloud.tenant import Tenant


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("command line")


@pytest.fixture(scope="module")
def started(folder: Path) -> Iterator[subprocess.CompletedProcess[str]]:
    yield command("up", "--state", "saved state", cwd=folder)
    LocalCloud(folder / "saved state").stop()


@pytest.fixture
def saved(folder: Path, started: subprocess.CompletedProcess[str]) -> Path:
    """A state that ran, and does not run now."""
    LocalCloud(folder / "saved state").stop()
    return folder / "saved state"


def state(folder: Path, **servers: dict[str, int]) -> State:
    """What a start of today's versions left in this folder; the servers' ports are free ones unless given."""
    found = State(folder)
    found.create()
    found.write({"versions": versions(), **servers})
    return found


def test_up_status_env_and_down_do_what_they_say(folder: Path, started: subprocess.CompletedProcess[str]) -> None:
    cloud = LocalCloud(folder / "saved state")
    pids = cloud.pids
    place = ("--state", "saved state")

    again, status, env = (command(name, *place, cwd=folder) for name in ("up", "status", "env"))
    assert Tenant(cloud).catalogue["image"] == cloud.image_url
    down, after = command("down", *place, cwd=folder), command("status", *place, cwd=folder)

    assert (started.returncode, started.stderr) == (0, "")
    assert only_line(again.stdout) == only_line(started.stdout)
    assert "down --state 'saved state'" in started.stdout
    assert status.returncode == 0
    assert env.stdout.splitlines()[1:] == [f"export {name}={value}" for name, value in cloud.environment().items()]
    assert (down.returncode, down.stdout, down.stderr) == (0, "", "")
    assert left(pids) == []
    assert after.returncode == 1


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        state(tmp_path, glance={"port": port})
        refused = command("up", "--state", str(tmp_path))

    assert refused.returncode == 1
    assert f"port {port} of the local cloud's glance is taken" in only_line(refused.stderr)
    assert not LocalCloud(tmp_path).is_up()


def test_a_server_that_dies_while_it_starts_gives_its_log(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "glance_store.py").write_text("raise ImportError('a broken installation')\n")

    refused = command("up", "--new-ports", "--state", str(saved), path=str(tmp_path))

    log = saved / "log" / "glance.log"
    assert refused.returncode == 1
    assert only_line(refused.stderr) == f"error: glance ended while it started: see {log}"
    assert "a broken installation" in log.read_text()
    assert left(LocalCloud(saved).pids) == []


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    refused = command("up", "--state", str(tmp_path / "state"), python=("-S",))

    assert refused.returncode == 1
    assert only_line(refused.stderr).endswith("in a clone of ecl-pulumi-images: pip install '.[localcloud]'")
    assert not (tmp_path / "state").exists()


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    refused = command("up", "--state", str(tmp_path))

    assert refused.returncode == 1
    assert "choose another folder" in only_line(refused.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_env_without_a_cloud_says_so(tmp_path: Path) -> None:
    refused = command("env", "--state", str(tmp_path / "state"))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "no local cloud is up in" in only_line(refused.stderr)


def test_env_of_a_cloud_that_was_stopped_prints_nothing_to_evaluate(saved: Path) -> None:
    refused = command("env", "--state", str(saved))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"no local cloud is up in {saved}: start one" in only_line(refused.stderr)


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    database = state(tmp_path).keystone / "keystone.db"
    database.parent.mkdir()
    database.write_bytes(b"not a database at all" * 100)

    refused = command("up", "--state", str(tmp_path))

    assert refused.returncode == 1
    assert "keystone.db is damaged" in only_line(refused.stderr)
