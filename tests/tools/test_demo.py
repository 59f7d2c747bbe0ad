"""`make demo`: its own image is valid, its claims are checked, Ctrl-C leaves nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pycdlib
import pytest
from pulumi.automation import CommandError

from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud
from tools.demo import kept, seed, telling
from tools.demo.command import Command
from tools.demo.quickstart import Quickstart
from tools.demo.story import Story
from tools.engine import environment, pulumi_command

ROOT = Path(__file__).parent.parent.parent


def demo(**settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tools.demo"],
        cwd=ROOT, env=os.environ | settings, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_default_image_is_a_seed_that_cloud_init_finds(tmp_path: Path) -> None:
    iso = pycdlib.PyCdlib()
    iso.open(str(seed.write(tmp_path / "seed.iso")))

    assert iso.pvd.volume_identifier.decode().strip() == "cidata"
    assert {child.file_identifier() for child in iso.list_children(rr_path="/")} >= {b"USERDATA.;1", b"METADATA.;1"}
    iso.close()


def test_a_false_claim_ends_the_demo() -> None:
    with pytest.raises(telling.NotSo, match="the moon is of cheese"):
        telling.claim("the moon is of cheese", False)


def test_a_missing_image_is_one_line_before_anything_is_started() -> None:
    with demo(IMAGE="/no/such.qcow2") as process:
        output, errors = process.communicate()

    assert process.returncode == 1
    assert output == ""
    assert errors.strip() == "demo: [Errno 2] No such file or directory: '/no/such.qcow2'"


def test_an_interrupted_demo_leaves_no_server_and_no_file() -> None:
    before = set((ROOT / ".work").glob("demo-*"))
    with demo() as process:
        assert process.stdout is not None
        urls = next(line for line in process.stdout if line.startswith("Keystone"))
        folders = set((ROOT / ".work").glob("demo-*")) - before
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()

    assert process.returncode == 130
    assert errors.split("\n")[1:3] == ["demo: interrupted, stopping", "demo: everything is stopped and removed"]
    assert folders
    assert not any(folder.exists() for folder in folders)
    for port in re.findall(r":(\d+)", urls):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(port)))


def test_what_the_kept_demo_prints_works_in_a_shell_of_the_user(
    tmp_path: Path, cloud: LocalCloud, images: client.ImageClient
) -> None:
    """With settings of another cloud in it; the name that is declared last is what the service holds."""
    story = Story(Quickstart(tmp_path / "the work", cloud.clouds_yaml), images, seed.write(tmp_path / "seed.iso"))
    story.quickstart.configure({"image": str(story.file), "ecl:cloud": "demo1"})
    story.image_id = story.quickstart.up()["id"]
    printed = [line for line in kept.how_to_look(story).splitlines() if line.startswith("  ")]
    mine = {"OS_CLOUD": "production", "OS_PROJECT_ID": "0" * 32, "OS_TOKEN": "x", "PULUMI_ACCESS_TOKEN": "pul-x"}

    done = subprocess.run(
        ["/bin/sh", "-euxc", "\n".join(printed)],
        cwd=ROOT, env=os.environ | mine, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "pulumi preview" in done.stderr
    assert "1 to update" in done.stdout
    assert images.get(story.image_id).name == "another"
    assert done.stdout.splitlines()[-1].startswith(f"Image(id='{story.image_id}'")
    story.quickstart.destroy()


def test_a_cli_that_fails_is_an_error_with_its_output(tmp_path: Path) -> None:
    lines: list[str] = []
    command = Command(pulumi_command())
    with pytest.raises(CommandError, match="unknown command"):
        command.run(["no-such-command"], str(tmp_path), environment(tmp_path), on_error=lines.append)

    assert any("unknown command" in line for line in lines)
