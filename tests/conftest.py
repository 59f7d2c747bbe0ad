"""One real Keystone and Glance for the whole run, and a client for each of its accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ecl_pulumi_images.client.names.spelling import plain, speak
from ecl_pulumi_images.localcloud import LocalCloud

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --ecl`: the same tests against an image service that behaves as NTT Enterprise Cloud's."""
    parser.addoption("--ecl", action="store_true", help="run against a local cloud with --ecl")


@pytest.fixture(autouse=True)
def _plain_names() -> None:
    """A provider names settings as its configuration does; no test inherits that from another of its thread."""
    speak(plain)


@pytest.fixture(scope="session")
def cloud(request: pytest.FixtureRequest) -> Iterator[LocalCloud]:
    """A local cloud that ends with the run. Tests share it: never assume that it is empty."""
    with LocalCloud(ecl=request.config.getoption("--ecl")) as running:
        yield running


@pytest.fixture(scope="session")
def images(cloud: LocalCloud) -> ImageClient:
    """The image service as demo1, an ordinary tenant."""
    return _connect(cloud, "demo1")


@pytest.fixture(scope="session")
def images2(cloud: LocalCloud) -> ImageClient:
    """The image service as demo2, another ordinary tenant."""
    return _connect(cloud, "demo2")


@pytest.fixture(scope="session")
def admin(cloud: LocalCloud) -> ImageClient:
    """The image service as its administrator."""
    return _connect(cloud, "admin")


def _connect(cloud: LocalCloud, name: str) -> ImageClient:
    from ecl_pulumi_images import client

    return client.connect(cloud=name, config_files=[cloud.clouds_yaml], load_envvars=False)
