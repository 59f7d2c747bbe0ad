"""The plugin as a process: what it asks, how it ends, and who may start it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pulumi
import pytest

from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.native.resources import _VERSION, Image
from tests.engine.stack import Program, Stack, changes
from tests.engine.tenants import settings
from tests.support.between import Between

from .fronts import DYNAMIC, NATIVE

PLUGIN = Path(sys.executable).parent / "pulumi-resource-ecl"


@contextmanager
def started(**variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The plugin, started by hand, and its port."""
    given = {**os.environ, **variables}
    with subprocess.Popen([str(PLUGIN)], stdout=subprocess.PIPE, text=True, env=given) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.terminate()


@pytest.mark.parametrize("count", [1, 20])
def test_both_front_ends_ask_the_same(counted: Stack, between: Between, count: int) -> None:
    asked: dict[str, list[list[str]]] = {}
    for name, front in (("dynamic", DYNAMIC), ("native", NATIVE)):

        def declare(min_disk: int, front: Any = front) -> Any:
            return lambda: [front.Image(f"image-{n}", min_disk=min_disk) for n in range(count)]

        asked[name] = []
        for act in (
            lambda: counted.up(declare(1)),
            lambda: counted.up(declare(1)),
            lambda: counted.up(declare(2)),
            counted.refresh,
            counted.destroy,
        ):
            between.calls.clear()
            act()
            asked[name].append(sorted(between.asked()))

    assert asked["native"] == asked["dynamic"]
    assert [len(one) for one in asked["native"]][1] == 0


def test_the_engine_attaches_to_one_that_was_started_by_hand(
    stack: Stack, cloud: LocalCloud, images: ImageClient
) -> None:
    def declare(size: int) -> Program:
        return lambda: Image("noble", name="attached", min_disk=size)

    with started(**cloud.environment("demo1")) as (_, port):
        stack._variables["PULUMI_DEBUG_PROVIDERS"] = f"ecl:{port}"
        runs = [stack.up(declare(size)) for size in (1, 2)]

    assert [changes(one) for one in runs] == [{"create": 2}, {"update": 1}]
    assert images.get(stack.resources()["noble"]["id"]).min_disk == 2


def test_it_ends_when_it_is_told_to() -> None:
    with started() as (process, _):
        process.terminate()

        assert process.wait(30) == 0


def test_functions_find_images_and_their_remarks_are_shown(stack: Stack, images: ImageClient, make: Any) -> None:
    image_id = make("found by a function", tags=["fn"])

    def program() -> None:
        options = pulumi.InvokeOptions(version=_VERSION)
        one = pulumi.runtime.invoke("ecl:index:getImage", {"tags": ["fn"]}, options).value
        none = pulumi.runtime.invoke("ecl:index:findImage", {"name": "nothing of the kind"}, options).value
        every = pulumi.runtime.invoke("ecl:index:getImages", {"tags": ["fn"]}, options).value["images"]
        pulumi.export("found", {"one": one["id"], "none": list(none), "every": [image["id"] for image in every]})

    assert stack.up(program).outputs["found"].value == {"one": image_id, "none": [], "every": [image_id]}


def test_a_function_that_finds_nothing_fails_in_one_line(stack: Stack) -> None:
    def program() -> None:
        pulumi.runtime.invoke("ecl:index:getImage", {"name": "nothing"}, pulumi.InvokeOptions(version=_VERSION))

    said = stack.failure(lambda: stack.preview(program))

    assert "image lookup: no image" in said


def test_a_setting_that_is_none_is_refused_before_anything_is_made(stack: Stack) -> None:
    stack.configure(regoin="x")

    said = stack.failure(lambda: stack.preview(lambda: Image("noble", name="x")))

    assert "there is no configuration key ecl:regoin (did you mean ecl:region?)" in said


def test_settings_of_a_provider_change_in_place(stack: Stack, cloud: LocalCloud) -> None:
    def declare(**more: Any) -> Any:
        def program() -> None:
            mine = NATIVE.Provider("mine", **settings(cloud, "demo1"), **more)
            Image("noble", pulumi.ResourceOptions(provider=mine), name="x")

        return program

    stack.up(declare(uploads=2))
    image_id = stack.resources()["noble"]["id"]
    changed = stack.up(declare(uploads=3))

    assert changes(changed) == {"update": 1}
    assert stack.resources()["noble"]["id"] == image_id
