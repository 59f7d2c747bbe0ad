"""Fixtures of the engine tests: a stack against the local cloud, and a small real image file."""

import io
from pathlib import Path

import pycdlib
import pytest

from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import Stack


@pytest.fixture
def stack(tmp_path, cloud):
    """A stack of its own as tenant demo1; whatever a test leaves is destroyed."""
    work = tmp_path / "stack"
    work.mkdir()
    stack = Stack(work, {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": str(cloud.clouds_yaml)})
    yield stack
    stack.destroy()


@pytest.fixture(scope="session")
def enterprise(cloud):
    """A local cloud that behaves as NTT Enterprise Cloud; the tests' own one when they run with --ecl."""
    if cloud.state.ecl:
        yield cloud
        return
    with LocalCloud(ecl=True) as running:
        yield running


@pytest.fixture
def ecl_stack(tmp_path, enterprise):
    """A stack of its own as tenant demo1 of that cloud; whatever a test leaves is destroyed."""
    work = tmp_path / "stack"
    work.mkdir()
    stack = Stack(work, enterprise.environment("demo1"))
    yield stack
    stack.destroy()


@pytest.fixture
def iso(tmp_path) -> Path:
    """A valid ISO 9660 image with one file."""
    return write_iso(tmp_path / "seed.iso", b"instance-id: one\n")


def write_iso(path: Path, content: bytes) -> Path:
    disc = pycdlib.PyCdlib()
    disc.new(vol_ident="cidata", joliet=3)
    disc.add_fp(io.BytesIO(content), len(content), "/METADATA.;1", joliet_path="/meta-data")
    disc.write(str(path))
    disc.close()
    return path
