"""Lookups in Pulumi programs: previews, providers, configuration, failures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pulumi

from ecl_pulumi_images import Image, find_image, get_image, get_image_output, get_images_output
from ecl_pulumi_images.client import (
    ImageClient,
    UpdateImageProperty,
)
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Stack, changes
from .tenants import provider


def test_many_lookups_share_one_token_and_the_event_loop_goes_on(
    demo1: None, make: Callable[..., str], name: str
) -> None:
    ids = {letter: make(f"{name} {letter}") for letter in "abcd"}
    ticks = []

    async def tick() -> None:
        while True:
            ticks.append(time.monotonic())
            await asyncio.sleep(0)

    async def program() -> list[str]:
        ticking = asyncio.ensure_future(tick())
        looked_up = [get_image(name=f"{name} {letter}").id for letter in "abcd"]  # each waits, the loop does not
        ticking.cancel()
        return looked_up

    assert asyncio.run(program()) == list(ids.values())
    assert len(ticks) > 4


def test_a_program_uses_lookups_in_its_preview_and_its_run(
    stack: Stack, demo1: None, make: Callable[..., str], name: str
) -> None:
    image = make(name)

    def program() -> None:
        base = get_image(name=name)
        later = get_image_output(name=pulumi.Output.from_input(name))
        copies = get_images_output(name=name)
        Image("derived", properties={"base_image": base.id, "later": later.id})
        pulumi.export("count", copies.apply(len))
        pulumi.export("found", later.id)

    planned, shown = stack.preview(program)
    done = stack.up(program)

    assert planned["create"] == 2
    assert shown.count(image) >= 2
    assert (done.outputs["found"].value, done.outputs["found"].secret) == (image, False)
    assert done.outputs["count"].value == 1
    assert stack.resources()["derived"]["inputs"]["properties"] == {"base_image": image, "later": image}


def test_an_input_that_a_preview_cannot_know_makes_the_result_unknown(stack: Stack, demo1: None, iso: Path) -> None:
    def program() -> None:
        image = Image("noble", local_file_path=str(iso))
        pulumi.export("found", get_image_output(id=image.id).checksum)

    planned, _ = stack.preview(program)
    done = stack.up(program)

    assert planned["create"] == 2
    assert len(done.outputs["found"].value) == 32


def test_a_preview_looks_for_nothing_that_the_run_has_yet_to_make(
    stack: Stack, demo1: None, iso: Path, name: str
) -> None:
    def program() -> None:
        image = Image("noble", name=name, local_file_path=str(iso))
        pulumi.export("found", get_image_output(name=image.name).id)
        pulumi.export("all", get_images_output(name=image.name).apply(len))
        pulumi.export("id", image.id)

    planned, _ = stack.preview(program)
    done = stack.up(program)
    again, _ = stack.preview(program)

    assert planned["create"] == 2
    assert done.outputs["found"].value == done.outputs["id"].value
    assert done.outputs["all"].value == 1
    assert again == {"same": 2}


def test_a_lookup_with_an_explicit_provider_asks_as_that_tenant(
    stack: Stack, demo1: None, cloud: LocalCloud, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2)

    def program() -> None:
        tenant = provider(cloud, "demo2")
        pulumi.export("now", get_image(name=name, provider=tenant).id)
        pulumi.export("later", get_image_output(name=name, provider=tenant).id)
        pulumi.export("own", find_image(name=name) is None)

    done = stack.up(program)

    assert done.outputs["now"].value == theirs
    assert (done.outputs["later"].value, done.outputs["later"].secret) == (theirs, False)
    assert done.outputs["own"].value is True


def test_a_lookup_takes_the_stacks_configuration(
    stack: Stack, cloud: LocalCloud, make: Callable[..., str], images2: ImageClient, name: str
) -> None:
    from .tenants import settings

    theirs = make(name, by=images2)
    stack.configure(**settings(cloud, "demo2"))

    done = stack.up(lambda: pulumi.export("found", get_image(name=name).id))

    assert done.outputs["found"].value == theirs


def test_a_failing_lookup_stops_the_program_with_one_line(stack: Stack, demo1: None, name: str) -> None:
    def program() -> None:
        Image("never", name=get_image(name=name).name)

    said = stack.failure(lambda: stack.up(program))

    assert f"image lookup: no image matches name='{name}'" in said
    assert stack.resources() == {}


def test_an_image_pinned_by_a_lookup_stays_until_a_newer_one_matches(
    stack: Stack, demo1: None, images: ImageClient, make: Callable[..., str], name: str
) -> None:
    first = make(name, properties={"build": "1"})

    def program() -> None:
        newest = get_image(name=name, most_recent=True)
        Image("derived", properties={"base_image": newest.id})

    stack.up(program)
    again = stack.up(program)
    images.update(first, [UpdateImageProperty("add", "image_type", "snapshot")])
    second = make(name)
    moved = stack.up(program)

    assert changes(again) == {}
    assert changes(moved) == {"update": 1}
    assert stack.resources()["derived"]["inputs"]["properties"]["base_image"] == second
