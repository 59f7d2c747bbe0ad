"""A stack whose CLI has the plugin installed, and a service in between that counts what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.conftest import clean
from tests.engine.stack import Stack
from tests.support.between import Between


@pytest.fixture
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as counting:
        yield counting


@pytest.fixture
def stack(tmp_path: Path, cloud: LocalCloud, admin: ImageClient) -> Iterator[Stack]:
    work = tmp_path / "stack"
    work.mkdir()
    made = Stack(work, {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": str(cloud.clouds_yaml)}, plugin=True)
    yield made
    clean(made, admin)


@pytest.fixture
def counted(stack: Stack, between: Between) -> Stack:
    """The same, behind the service that counts."""
    stack.configure(endpoint_override=between.url)
    return stack
