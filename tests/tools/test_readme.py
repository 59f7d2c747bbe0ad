"""What README.md shows works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, NotFound
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.project import HOSTS, fresh_clone, with_host
from tests.engine.stack import Stack
from tools import pulumi_cli
from tools.demo import seed
from tools.engine import environment

ROOT = Path(__file__).parent.parent.parent
MAKE = shutil.which("make") or "make"
TEXT = (ROOT / "README.md").read_text()
(COMMANDS,) = re.findall(r"```\n(make setup .*?)```", TEXT, re.DOTALL)
PROGRAM, TWO_LINES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def as_demo1(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in cloud.environment("demo1").items():
        monkeypatch.setenv(name, value)


def test_the_first_program_makes_the_image_that_it_declares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cloud: LocalCloud, images: ImageClient
) -> None:
    monkeypatch.chdir(tmp_path)
    file = seed.write(tmp_path / "noble.qcow2")
    stack = Stack(tmp_path, cloud.environment("demo1"))

    done = stack.up(lambda: exec(PROGRAM, {}))  # noqa: S102 - our own README

    record = images.get(done.outputs["image_id"].value)
    assert (record.name, record.status, record.tags) == ("noble", "active", ("lts",))
    assert record.size == file.stat().st_size
    assert {"os_distro": "ubuntu", "hw_vif_model": "virtio"}.items() <= record.properties.items()
    stack.destroy()


@pytest.mark.parametrize("host", HOSTS)
def test_the_quick_start_runs_with_the_commands_as_they_stand_there(
    tmp_path: Path, cloud: LocalCloud, images: ImageClient, host: str
) -> None:
    """In a fresh clone, by the official plugin. What `make setup` makes is linked, what Pulumi asks is confirmed."""
    clone = fresh_clone(tmp_path / "clone")
    seed.write(clone / "noble.qcow2")
    clouds = tmp_path / "clouds.yaml"
    clouds.write_text(Path(cloud.clouds_yaml).read_text().replace("  demo1:", "  mycloud:"))
    cli = pulumi_cli.ensure() if host != "real" else with_host(tmp_path / "cli")
    settings = os.environ | environment(tmp_path / "work") | {"OS_CLIENT_CONFIG_FILE": str(clouds)}
    settings |= {"PATH": os.pathsep.join([str(cli.parent), settings["PATH"]])}
    settings |= {"PULUMI_SKIP_CONFIRMATIONS": "true"}
    del settings["PULUMI_STACK"]  # even an empty one stands in the way of the stack that `init` selects
    commands = COMMANDS.replace("make setup", "true") + "pulumi stack output id\npulumi destroy\n"

    done = subprocess.run(
        ["/bin/bash", "-euc", commands],
        cwd=clone, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert 'status     : "active"' in done.stdout
    (image_id,) = re.findall(r"^[0-9a-f-]{36}$", done.stdout, re.MULTILINE)
    with pytest.raises(NotFound):
        images.get(image_id)


def test_two_lines_of_python_list_images(
    as_demo1: None, images: ImageClient, capsys: pytest.CaptureFixture[str]
) -> None:
    made = images.create(CreateOpts(name="readme", tags=["lts"]))

    exec(TWO_LINES, {})  # noqa: S102 - our own README

    images.delete(made.id)
    assert "('readme', 'queued', None)" in capsys.readouterr().out


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make (\w+)", TEXT, re.MULTILINE))))
def test_every_target_that_is_named_exists(target: str) -> None:
    subprocess.run([MAKE, "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^):]+)\)", TEXT))))
def test_every_link_leads_to_a_file(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("folder", ["README.md", "docs", "ecl_pulumi_images", "examples"])
def test_nothing_tells_to_install_by_name_what_no_package_index_has(folder: str) -> None:
    place = ROOT / folder
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.suffix in {".md", ".py"}]

    told = [str(path) for path in files if re.search(r"pip3? install[^\n]*ecl.pulumi.images", path.read_text())]

    assert told == []
