"""The proxy and the clients that the stories share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images.localcloud import LocalCloud
from tests.reliability.stories import World
from tests.support.between import Between
from tests.support.callers import through


@pytest.fixture(scope="session")
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as proxy:
        yield proxy


@pytest.fixture
def world(cloud: LocalCloud, between: Between, tmp_path: Path) -> Callable[[], World]:
    """Makes a place for one story."""
    owner, member = (through(cloud, who, between.url) for who in ("demo1", "demo2"))
    direct = through(cloud, "demo1", cloud.image_url)
    return lambda: World(owner, member, direct, tmp_path)
