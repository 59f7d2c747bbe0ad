"""The folder of one local cloud: what lies where, and who holds it."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import LocalCloudError


@dataclass(frozen=True)
class State:
    """Paths below `root`; databases, keys and images outlive the servers.

    ecl: whether the image service behaves as NTT Enterprise Cloud's.
    """

    root: Path
    ecl: bool = False

    @property
    def keystone(self) -> Path:
        return self.root / "keystone"

    @property
    def glance(self) -> Path:
        return self.root / "glance"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def clouds_yaml(self) -> Path:
        return self.root / "clouds.yaml"

    @property
    def lock(self) -> Path:
        return self.root / "cloud.lock"

    @property
    def record(self) -> Path:
        return self.root / "cloud.json"

    def create(self) -> None:
        """Make the folder for its owner alone; refuse one that holds something else."""
        if self.root.is_dir() and not self.lock.exists() and any(self.root.iterdir()):
            raise LocalCloudError(f"{self.root} is not empty and not a local cloud's: choose another folder")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.root.chmod(0o700)  # passwords, keys and images; it may have been there already
            self.lock.touch(mode=0o600)  # marks the folder as ours, first of all
            self.logs.mkdir(exist_ok=True)
            (self.root / ".gitignore").write_text("*\n")
        except OSError as error:
            raise LocalCloudError(f"cannot use the folder {self.root}: {error.strerror}") from error

    def hold(self) -> int | None:
        """Take the folder's lock and return its descriptor; None while a cloud (or its start) holds it.

        The servers inherit the descriptor, and a lock ends with its last holder: so it is free exactly
        when no process of the cloud is left, whatever way they ended.
        """
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_held(self) -> bool:
        """True while a process of this cloud lives."""
        if not self.lock.exists():
            return False
        descriptor = self.hold()
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is None

    def read(self) -> dict[str, Any]:
        """What the last start wrote down; {} when nothing was."""
        try:
            found: dict[str, Any] = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        return found

    def write(self, record: dict[str, Any]) -> None:
        """Replace the record in one step: a reader sees the old or the new one."""
        new = self.record.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1))
        new.replace(self.record)
