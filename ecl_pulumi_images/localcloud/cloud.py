"""One local cloud: a context manager, and the same servers on their own for the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from . import accounts
from .databases.endpoints import project_ids
from .errors import LocalCloudError
from .servers import servers
from .start import SERVICES, await_servers, launch, prepare, require_packages
from .state import State


class LocalCloud:
    """Keystone and Glance on loopback, for as long as a `with` block or until `stop`.

    `state_dir`: the folder for databases, images, logs and clouds.yaml. It is kept, and a later start goes on
    with what is in it, on the same ports. Default: a temporary one, removed at the end of the block.
    `ecl`: let the image service behave as NTT Enterprise Cloud's: Image API 2.6, its licences and its replicator.
    Raises LocalCloudError when it can't start.
    """

    region = accounts.REGION
    cloud_names = tuple(accounts.PASSWORDS)

    def __init__(self, state_dir: str | os.PathLike[str] | None = None, *, ecl: bool = False) -> None:
        """Nothing is started yet."""
        self._temporary = state_dir is None
        temporary = Path(tempfile.gettempdir()) / f"localcloud-{uuid4().hex}"
        self.state = State((temporary if state_dir is None else Path(state_dir)).resolve(), ecl)
        self._lifeline: int | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    # -- where it is

    @property
    def auth_url(self) -> str:
        """Keystone's URL, with /v3."""
        return f"http://127.0.0.1:{self._record('keystone')['port']}/v3"

    @property
    def image_url(self) -> str:
        """Glance's URL, without /v2 and without a trailing slash."""
        return f"http://127.0.0.1:{self._record('glance')['port']}"

    @property
    def clouds_yaml(self) -> str:
        """Path of a clouds.yaml whose clouds are `cloud_names`."""
        return str(self.state.clouds_yaml)

    @property
    def projects(self) -> dict[str, str]:
        """Project name to id, for `cloud_names`."""
        found = project_ids(self.state.keystone / "keystone.db")
        return {name: found[name] for name in self.cloud_names}

    @property
    def pids(self) -> dict[str, int]:
        """Service to the process id of its server of the last start, the leader of a process group."""
        record = self.state.read()
        return {service: record[service]["pid"] for service in SERVICES if service in record}

    def environment(self, name: str = "demo1") -> dict[str, str]:
        """The `OS_*` variables of one of `cloud_names`."""
        return accounts.environment(name, self.auth_url)

    def is_up(self) -> bool:
        """True while both servers run, whoever started them."""
        ready = self.state.is_held() and self.state.read().get("ready", False)
        return ready and all(map(_exists, self.pids.values()))

    def _record(self, service: str) -> dict[str, Any]:
        record: dict[str, Any] | None = self.state.read().get(service)
        if record is None:
            raise LocalCloudError(f"there is no local cloud in {self.state.root}: start one")
        return record

    # -- its life

    def __enter__(self) -> LocalCloud:
        """Start it, tied to this process: it ends when this process does, even when that is killed."""
        read_end, self._lifeline = os.pipe()
        try:
            self._start(read_end, new_ports=False)
        except BaseException:
            self._let_go()  # and the folder stays: the error names a log in it
            raise
        finally:
            os.close(read_end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        try:
            self.stop()
        finally:
            self._let_go()
            if self._temporary:
                shutil.rmtree(self.state.root, ignore_errors=True)

    def start(self, *, new_ports: bool = False) -> None:
        """Start it on its own: it outlives this process, until `stop`."""
        self._start(None, new_ports=new_ports)

    def stop(self) -> None:
        """Stop it, whoever started it; return when no process of it is left."""
        if self.state.is_held():
            servers.stop(self.pids.values(), self.state)
        for process in self._processes:  # ended; this takes them off the process table
            process.wait()
        self._processes.clear()

    def _let_go(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def _start(self, lifeline: int | None, *, new_ports: bool) -> None:
        require_packages()
        self.state.create()
        lock = self.state.hold()
        if lock is None:
            raise LocalCloudError(f"a local cloud runs in {self.state.root} already, or is just starting")
        try:
            self._run(lock, lifeline, new_ports=new_ports)
        except BaseException:
            self.stop()
            raise

    def _run(self, lock: int, lifeline: int | None, *, new_ports: bool) -> None:
        try:
            prepare(self.state)
            launch(self.state, lock, lifeline, self._processes, new_ports=new_ports)
        finally:
            os.close(lock)  # the servers hold it now
        await_servers(self.state)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
