"""Fixtures of the engine tests: a stack against the local cloud, and a small real image file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import (
    Image,
    ImageMember,
    ImageMemberAcceptance,
)
from ecl_pulumi_images.client import (
    CreateOpts,
    ImageClient,
    NotFound,
    connect,
)
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.lookups import ACTIVE
from tests.engine.stack import Stack
from tests.support.held import HeldProxy
from tests.support.iso import write_iso

from .stack import Program
from .tenants import provider


@pytest.fixture
def stack(tmp_path: Path, cloud: LocalCloud, admin: ImageClient) -> Iterator[Stack]:
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
def enterprise(cloud: LocalCloud) -> Iterator[LocalCloud]:
    """A local cloud that behaves as NTT Enterprise Cloud; the tests' own one when they run with --ecl."""
    if cloud.state.ecl:
        yield cloud
        return
    with LocalCloud(ecl=True) as running:
        yield running


@pytest.fixture
def ecl_stack(tmp_path: Path, enterprise: LocalCloud) -> Iterator[Stack]:
    """A stack of its own as tenant demo1 of that cloud; the images that a test leaves are removed."""
    work = tmp_path / "stack"
    work.mkdir()
    stack = Stack(work, enterprise.environment("demo1"))
    yield stack
    clean(stack, connect(cloud="admin", config_files=[str(enterprise.clouds_yaml)], load_envvars=False))


@pytest.fixture
def iso(tmp_path: Path) -> Path:
    """A valid ISO 9660 image with one file."""
    return write_iso(tmp_path / "seed.iso", b"instance-id: one\n")


@pytest.fixture
def make(images: ImageClient, images2: ImageClient, admin: ImageClient) -> Iterator[Callable[..., str]]:
    """Make images by hand; they go away with the test."""
    made = []

    def making(
        name: str, *, by: ImageClient = images, data: bool = True, visibility: str = "private", **more: Any
    ) -> str:
        formats: dict[str, Any] = {"disk_format": "raw", "container_format": "bare"} if data else {}
        record = by.create(CreateOpts(name=name, visibility=visibility, **formats, **more))
        made.append(record.id)
        if data:
            by.upload(record.id, [ACTIVE], size=len(ACTIVE))
        return record.id

    yield making
    for image_id in made:
        admin.delete(image_id)


@pytest.fixture
def name() -> str:
    return f"noble {uuid4().hex[:8]}"


@pytest.fixture
def demo1(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process's own settings are demo1's: programs run in it."""
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def declare(cloud: LocalCloud) -> Callable[..., Program]:
    """A program: an image, shared with demo2, answered by demo2."""

    def declaring(
        *, status: Any = "accepted", visibility: Any = "shared", member: bool = True, answer: bool = True, **more: Any
    ) -> Program:
        def program() -> None:
            image = Image("noble", visibility=visibility)
            if member:
                share = ImageMember("share", image_id=image.id, member_id=cloud.projects["demo2"])
            if answer:
                image_id = share.image_id if member else image.id
                theirs = ResourceOptions(provider=provider(cloud, "demo2"))
                ImageMemberAcceptance("answer", theirs, image_id=image_id, status=status, **more)

        return program

    return declaring


@pytest.fixture
def only_share(cloud: LocalCloud) -> Callable[..., Program]:
    """A program: nothing but a share of an image that is there already."""
    return lambda image_id, member_id=None: (
        lambda: ImageMember("share", image_id=image_id, member_id=member_id or cloud.projects["demo2"]) and None
    )


@pytest.fixture
def image(images: ImageClient) -> Iterator[Record]:
    """An image of demo1, made by hand."""
    from ecl_pulumi_images.client import CreateOpts

    record = images.create(CreateOpts(name="by hand", visibility="shared"))
    yield record
    images.delete(record.id)


@pytest.fixture
def held(cloud: LocalCloud) -> Iterator[HeldProxy]:
    with HeldProxy(cloud.image_url) as proxy:
        yield proxy


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than the buffers on the way can hold."""
    path = tmp_path / f"large-{uuid4()}"
    with path.open("wb") as sparse:
        sparse.truncate(48 << 20)
    return path
