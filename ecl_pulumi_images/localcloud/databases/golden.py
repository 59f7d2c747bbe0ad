"""Databases for a new local cloud: made once per machine and version, then copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from ..errors import LocalCloudError
from ..servers.configuration import write_glance, write_keystone
from ..servers.processes import spawn
from ..state import State
from .keys import write_keys

_LOCALCLOUD = Path(__file__).parents[1]
_DATABASES = ("keystone/keystone.db", "glance/glance.db")
_SHAPES = (  # what decides how the databases look
    "accounts.py",
    "servers/configuration.py",
    "databases/seed_keystone.py",
    "databases/seed_glance.py",
)


def versions() -> str:
    """The services whose schemas the databases have, such as `keystone 30.0.0, glance 33.0.0`."""
    return ", ".join(f"{name} {version(name)}" for name in ("keystone", "glance"))


def seed(state: State) -> None:
    """Fill a new state: copy the freshly seeded databases, and make them first where there are none."""
    key = _key()
    try:
        golden = _golden_copy(key, state.logs)
    except OSError:  # no cache folder that can be written: a home that is read-only, say
        _make(state, state.logs)
        return
    for database in _DATABASES:
        target = state.root / database
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(golden / database, target)
        target.chmod(0o600)
    write_keys(state.keystone)


def _golden_copy(key: str, logs: Path) -> Path:
    """The folder with the seeded databases of these versions, in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecl-pulumi-images" / "localcloud"
    golden = cache / key
    if golden.exists():
        return golden
    cache.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(golden.with_suffix(".lock")) as lock:
        if not golden.exists():  # else another process made it while this one waited
            unfinished = golden.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            _make(State(unfinished), logs, [lock])  # held for as long as a maker lives, even without us
            unfinished.rename(golden)
    return golden


def _key() -> str:
    digest = hashlib.sha256(versions().encode())
    for name in _SHAPES:
        digest.update((_LOCALCLOUD / name).read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[int]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _make(state: State, logs: Path, inherit: Iterable[int] = ()) -> None:
    """Create both databases, side by side; neither program outlives this one."""
    state.keystone.mkdir(exist_ok=True)
    state.glance.mkdir(exist_ok=True)
    write_keys(state.keystone)
    configurations = {
        "seed_keystone": write_keystone(state),
        "seed_glance": write_glance(state, "http://127.0.0.1"),
    }
    read_end, write_end = os.pipe()
    running = {}
    try:
        for name, conf in configurations.items():
            arguments = ["-m", f"{__package__}.{name}", str(conf)]
            running[name] = spawn(arguments, logs / f"{name}.log", inherit=inherit, lifeline=read_end)
        for name, process in running.items():
            if process.wait() != 0:
                raise LocalCloudError(f"the local cloud's {name} failed: see {logs / name}.log")
    finally:
        os.close(write_end)  # ends what still runs
        os.close(read_end)
        for process in running.values():
            process.wait()
