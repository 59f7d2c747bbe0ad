"""Fixtures of the engine tests: a stack against the local cloud, and a small real image file."""

from contextlib import suppress
from pathlib import Path

import pytest

from ecl_pulumi_images.client import ImageClient, NotFound, connect
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import Stack
from tests.support.iso import write_iso


@pytest.fixture
def stack(tmp_path, cloud, admin):
    """A stack of its own as tenant demo1; the images that a test leaves are removed."""
    work = tmp_path / "stack"
    work.mkdir()
    stack = Stack(work, {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": str(cloud.clouds_yaml)})
    yield stack
    clean(stack, admin)


def clean(stack: Stack, admin: ImageClient) -> None:
    """Remove the images of a stack: a lookup in another test must not find them. Quicker than `pulumi destroy`."""
    for one in stack.resources().values():
        if one["type"].endswith(":Image") and not one.get("external"):
            with suppress(NotFound):
                admin.delete(one["id"])


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
    """A stack of its own as tenant demo1 of that cloud; the images that a test leaves are removed."""
    work = tmp_path / "stack"
    work.mkdir()
    stack = Stack(work, enterprise.environment("demo1"))
    yield stack
    clean(stack, connect(cloud="admin", config_files=[str(enterprise.clouds_yaml)], load_envvars=False))


@pytest.fixture
def iso(tmp_path) -> Path:
    """A valid ISO 9660 image with one file."""
    return write_iso(tmp_path / "seed.iso", b"instance-id: one\n")
