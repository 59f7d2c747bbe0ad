"""The local cloud's folder is private to its user, and its servers know nothing of the user's secrets."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.localcloud.servers.processes import spawn
from tests.localcloud.tenant import BYTES, Tenant

PLANTED = {
    "OS_PASSWORD": "MARK",
    "PULUMI_CONFIG_PASSPHRASE": "MARK",
    "AWS_SECRET_ACCESS_KEY": "MARK",
    "HTTPS_PROXY": "http://me:MARK@proxy:3128",
    "GUNICORN_CMD_ARGS": "--bind MARK:1",
}


def open_to_others(path: Path) -> str:
    return f"{path} {oct(stat.S_IMODE(path.stat().st_mode))}" if path.lstat().st_mode & 0o077 else ""


def test_nobody_else_may_read_a_file_of_it_though_the_folder_was_there_and_open(tmp_path: Path) -> None:
    root = tmp_path / "state"
    root.mkdir(mode=0o755)
    with LocalCloud(root) as cloud:
        tenant = Tenant(cloud)
        tenant.ok("PUT", f"/{tenant.create()}/file", data=b"data", headers=BYTES)

    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    with_secrets = [path for path in root.rglob("*") if path.suffix in {".conf", ".yaml", ".db", ".log"}]
    keys = [path for path in root.rglob("*-keys/*") if path.is_file()]
    data = [path for name in ("file1", "file2") for path in (root / "glance" / name).rglob("*") if path.is_file()]
    assert min(map(len, (with_secrets, keys, data))) >= 1
    assert [found for path in (*with_secrets, *keys, *data) if (found := open_to_others(path))] == []


def test_its_processes_get_nothing_of_the_users_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PLANTED.items():
        monkeypatch.setenv(name, value)
    log = tmp_path / "log"

    spawn(["-c", "import os; print(dict(os.environ))"], log).wait()

    assert "PYTHONPATH" in log.read_text()
    assert "MARK" not in log.read_text()
    assert os.environ["PATH"] in log.read_text()
