"""The user's own Pulumi state, home and login are out of reach of demo and tests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools import engine, pulumi_cli
from tools.pulumi_cli import scripts

ROOT = Path(__file__).parent.parent.parent

ISOLATED = """
import json, os
from tools import engine, pulumi_cli
engine.isolate()
print(json.dumps(dict(os.environ)))
"""


def test_everything_of_pulumis_lies_under_the_given_folder(tmp_path: Path) -> None:
    environment = engine.environment(tmp_path)

    assert environment["PULUMI_HOME"] == str(tmp_path / "home")
    assert environment["PULUMI_CREDENTIALS_PATH"] == str(tmp_path / "home")
    assert environment["PULUMI_BACKEND_URL"] == (tmp_path / "state").as_uri()
    assert (tmp_path / "state").is_dir()


def test_the_users_login_and_passphrase_are_laid_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "pul-secret")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", "/mine")

    laid = os.environ | engine.environment(tmp_path)

    assert laid["PULUMI_ACCESS_TOKEN"] == ""
    assert laid["PULUMI_CONFIG_PASSPHRASE_FILE"] == ""


def test_dynamic_providers_run_on_this_python(tmp_path: Path) -> None:
    folder = pulumi_cli.ensure().parent
    environment = os.environ | engine.environment(tmp_path)
    path = os.pathsep.join([str(folder), environment["PATH"]])  # as the Automation API does
    plugin = shutil.which(scripts.PLUGIN, path=path)
    assert plugin is not None

    with subprocess.Popen(
        [plugin], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:  # the official script stays above Python
        assert process.stdout is not None
        port = process.stdout.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        started = children.read_text().split() if sys.platform == "linux" else []
        executables = {Path(f"/proc/{one}/exe").resolve() for one in started}
        os.killpg(process.pid, signal.SIGKILL)

    assert port.strip().isdigit()
    assert executables <= {Path(sys.executable).resolve()}


def test_an_isolated_process_has_none_of_the_users_settings() -> None:
    mine = {"PULUMI_STACK": "prod", "PULUMI_ACCESS_TOKEN": "t", "OS_CLOUD": "prod", "no_proxy": "intranet"}
    done = subprocess.run(
        [sys.executable, "-c", ISOLATED], cwd=ROOT, env=os.environ | mine, capture_output=True, check=True
    )
    left = json.loads(done.stdout)

    assert not [name for name in left if name.startswith(("PULUMI_", "OS_"))]
    assert left["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_asking_for_the_cli_leaves_the_users_home_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))

    command = engine.pulumi_command()

    assert command.version is not None
    assert os.environ["PULUMI_HOME"] == str(tmp_path)
    assert not list(tmp_path.iterdir())
