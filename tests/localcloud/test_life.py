"""Starting, stopping, restarting and dying."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from ecl_pulumi_images.localcloud import LocalCloud, LocalCloudError
from ecl_pulumi_images.localcloud.databases.golden import seed
from ecl_pulumi_images.localcloud.state import State
from tests.localcloud.processes import ROOT, ends, left
from tests.localcloud.tenant import BYTES, Tenant

_CONTENT = os.urandom(100_000)
_STARTER = """
import sys
from ecl_pulumi_images.localcloud import LocalCloud
with LocalCloud(sys.argv[1]):
    print("up", flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Killed:
    """A cloud whose starter was killed while an image was in it."""

    state: Path
    image_url: str
    image: str
    pids: dict[str, int]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    state = tmp_path_factory.mktemp("killed") / "state"
    command = [sys.executable, "-c", _STARTER, str(state)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "up\n"
        cloud = LocalCloud(state)
        assert cloud.is_up()
        tenant = Tenant(cloud)
        image = tenant.create()
        tenant.ok("PUT", f"/{image}/file", data=_CONTENT, headers=BYTES)
        found = Killed(state, cloud.image_url, image, cloud.pids)
        starter.kill()
    return found


@pytest.fixture(scope="module")
def restarted(killed: Killed) -> Iterator[LocalCloud]:
    """The same state, started again once nothing of it was left."""
    assert ends(killed.state)
    with LocalCloud(killed.state) as cloud:
        pids = cloud.pids
        yield cloud
    assert left(pids) == []


def test_no_server_outlives_a_starter_that_is_killed(killed: Killed) -> None:
    assert ends(killed.state)
    assert left(killed.pids) == []


def test_callers_that_come_side_by_side_right_after_the_start_are_all_served(restarted: LocalCloud) -> None:
    with ThreadPoolExecutor(16) as callers:
        tenants = list(callers.map(lambda _: Tenant(restarted), range(16)))
        images = list(callers.map(Tenant.create, tenants))
        deleted = callers.map(lambda pair: pair[0].ok("DELETE", f"/{pair[1]}"), zip(tenants, images, strict=True))

    assert [answer.status_code for answer in deleted] == [204] * 16


def test_a_saved_state_comes_back_with_its_images_on_the_same_ports(killed: Killed, restarted: LocalCloud) -> None:
    kept = Tenant(restarted).ok("GET", f"/{killed.image}/file").content

    assert kept == _CONTENT
    assert restarted.image_url == killed.image_url


def test_of_two_clouds_side_by_side_neither_knows_the_other(cloud: LocalCloud, restarted: LocalCloud) -> None:
    first, second = Tenant(cloud), Tenant(restarted)
    image = first.create()
    images = f"{restarted.image_url}/v2/images"

    stranger = requests.get(images, headers={"X-Auth-Token": first.token}, timeout=60)
    absent = second.http.get(f"{images}/{image}", timeout=60)

    assert (stranger.status_code, absent.status_code) == (401, 404)
    assert first.ok("GET", f"/{image}").status_code == 200


def test_a_running_state_is_not_started_twice(cloud: LocalCloud) -> None:
    with pytest.raises(LocalCloudError, match=r"runs in .* already"), LocalCloud(cloud.state.root):
        pass

    assert cloud.is_up()


def test_the_catalogue_and_clouds_yaml_name_this_cloud(cloud: LocalCloud) -> None:
    catalogue = Tenant(cloud).catalogue
    text = Path(cloud.clouds_yaml).read_text()

    assert catalogue == {"identity": cloud.auth_url, "image": cloud.image_url}
    assert text.count(f"auth_url: {cloud.auth_url}") == len(cloud.cloud_names)
    assert stat.S_IMODE(Path(cloud.clouds_yaml).stat().st_mode) == 0o600


def test_two_first_starts_seed_once_and_share_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    states = [State(tmp_path / name) for name in ("one", "two")]
    for state in states:
        state.create()

    starts = [threading.Thread(target=seed, args=(state,)) for state in states]
    for start in starts:
        start.start()
    for start in starts:
        start.join()

    first, second = ((state.keystone / "keystone.db").read_bytes() for state in states)
    assert first == second
    assert [list(state.logs.glob("seed_*")) != [] for state in states].count(True) == 1
    assert not list((tmp_path / "cache").rglob("*.new"))


def test_a_state_of_other_versions_is_refused(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    state.create()
    state.write({"versions": "keystone 1, glance 2"})

    with pytest.raises(LocalCloudError, match="is of keystone 1, glance 2, but keystone"):
        LocalCloud(state.root).start()
