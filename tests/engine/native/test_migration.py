"""A stack goes from one front end to the other and back: unchanged, and nothing is asked of the service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images.client import ImageClient, connect
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.conftest import clean
from tests.engine.stack import Stack, changes
from tests.engine.tenants import settings
from tests.support.between import Between

from .fronts import DYNAMIC, NATIVE

Declare = Callable[[Any], Callable[[], None]]
SECRET = "planted-and-never-seen"


@pytest.fixture
def declare(cloud: LocalCloud, between: Between, iso: Path) -> Declare:
    """A program of the front end: each kind but copies, of the stack's provider and of an explicit one."""

    def declaring(front: Any) -> Callable[[], None]:
        def program() -> None:
            demo1, demo2 = (
                front.Provider(name, **settings(cloud, name), endpoint_override=between.url, uploads=2)
                for name in ("demo1", "demo2")
            )
            hidden = {"token": pulumi.Output.secret(SECRET), "os_distro": "ubuntu"}
            image = front.Image("noble", local_file_path=str(iso), properties=hidden, visibility="shared", tags=["a"])
            front.Image("explicit", ResourceOptions(provider=demo1), name="explicit", min_disk=2)
            member = front.ImageMember("share", image_id=image.id, member_id=cloud.projects["demo2"])
            theirs = ResourceOptions(provider=demo2)
            front.ImageMemberAcceptance("answer", theirs, image_id=member.image_id)

        return program

    return declaring


def kinds(stack: Stack) -> set[str]:
    return {one["type"] for one in stack.resources().values()}


def test_there_and_back_nothing_changes_and_nothing_is_asked(
    counted: Stack, between: Between, declare: Declare, images: ImageClient
) -> None:
    counted.up(declare(DYNAMIC))
    made = {name: one["id"] for name, one in counted.resources().items()}
    between.calls.clear()

    there = counted.up(declare(NATIVE))
    asked_there, native = between.asked(), kinds(counted)
    again = counted.up(declare(NATIVE))
    back = counted.up(declare(DYNAMIC))

    assert changes(there) == changes(again) == changes(back) == {}
    assert asked_there == between.asked() == []
    assert all(kind.startswith("ecl:index:") for kind in native)
    assert all(kind.startswith("pulumi-python:dynamic/ecl:") for kind in kinds(counted))
    assert {name: one["id"] for name, one in counted.resources().items()} == made


def test_a_refresh_on_either_side_changes_nothing(counted: Stack, declare: Declare) -> None:
    counted.up(declare(DYNAMIC))
    counted.up(declare(NATIVE))
    refreshed = counted.refresh()
    back = counted.up(declare(DYNAMIC))
    refreshed_again = counted.refresh()
    there_again = counted.up(declare(NATIVE))

    assert [changes(one) for one in (refreshed, back, refreshed_again, there_again)] == [{}] * 4
    assert SECRET not in counted.state_text()


def test_what_one_has_made_the_other_destroys(counted: Stack, declare: Declare, images: ImageClient, iso: Path) -> None:
    counted.up(declare(DYNAMIC))
    image_id = counted.resources()["noble"]["id"]
    counted.up(declare(NATIVE))

    counted.destroy()

    assert counted.resources() == {}
    assert image_id not in {image.id for image in images.list(name="noble")}


def test_what_the_plugin_has_made_goes_over_with_nothing_but_the_state_written_anew(
    counted: Stack, between: Between, declare: Declare
) -> None:
    counted.up(declare(NATIVE))
    made = {name: one["id"] for name, one in counted.resources().items()}
    between.calls.clear()

    over = counted.up(declare(DYNAMIC))
    asked = between.asked()
    again = counted.up(declare(DYNAMIC))

    # The pickled provider is written into each resource, and settings under full keys into the two of the program.
    assert changes(over) == {"update": 6}
    assert asked == []
    assert changes(again) == {}
    assert {name: one["id"] for name, one in counted.resources().items()} == made


def test_an_update_between_the_two_is_sent_once(counted: Stack, images: ImageClient) -> None:
    def declare(front: Any, **arguments: Any) -> Callable[[], None]:
        return lambda: front.Image("noble", name="before", **arguments)

    counted.up(declare(DYNAMIC, min_disk=1))
    changed = counted.up(declare(NATIVE, min_disk=2))
    back = counted.up(declare(DYNAMIC, min_disk=2))

    assert (changes(changed), changes(back)) == ({"update": 1}, {})
    assert images.get(counted.resources()["noble"]["id"]).min_disk == 2


def test_a_copy_goes_there_and_back_unchanged_and_copies_nothing_anew(
    enterprise: LocalCloud, tmp_path: Path, iso: Path
) -> None:
    stack, theirs = enterprise_stack(enterprise, tmp_path), tenant(enterprise, "demo2")

    def declare(front: Any) -> Callable[[], None]:
        def program() -> None:
            image = front.Image("noble", local_file_path=str(iso))
            front.ImageCopy("copy", image_id=image.id, tenant_id_dst=enterprise.projects["demo2"])

        return program

    try:
        stack.up(declare(DYNAMIC))
        jobs = len(tenant(enterprise, "demo1").list_copies())
        over = [changes(stack.up(declare(front))) for front in (NATIVE, NATIVE, DYNAMIC)]
        refreshed = changes(stack.refresh())

        assert (over, refreshed) == ([{}] * 3, {})
        assert len(tenant(enterprise, "demo1").list_copies()) == jobs
        theirs.delete(stack.resources()["copy"]["outputs"]["copied_image_id"])
    finally:
        clean(stack, tenant(enterprise, "admin"))


def enterprise_stack(cloud: LocalCloud, folder: Path) -> Stack:
    work = folder / "enterprise"
    work.mkdir()
    return Stack(work, cloud.environment("demo1"), plugin=True)


def tenant(cloud: LocalCloud, name: str) -> ImageClient:
    return connect(cloud=name, config_files=[str(cloud.clouds_yaml)], load_envvars=False)
