"""Transformations of a program change inputs and options after the resource was declared; what arrives counts.

Pulumi has two kinds: the older ones run in the program, the newer ones are called by the engine.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions as Options
from pulumi import ResourceTransformationResult, ResourceTransformResult

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.client import ImageClient
from tests.support.iso import write_iso

from .stack import Program, Stack, changes

pytestmark = pytest.mark.engine_only

STACK = ["stack transformation", "stack transform"]
ALL = [*STACK, "transformation", "transform", "parent's transformation", "parent's transform"]


def transformed(
    way: str, *, options: Any = None, without: str | None = None, inputs: Any = None, **arguments: Any
) -> Program:
    """A program with one image, whose inputs and options a transformation of this kind changes."""
    result = ResourceTransformResult if way.endswith("transform") else ResourceTransformationResult

    def changed(args: Any) -> Any:
        if not args.type_.endswith(":Image"):
            return None
        props = {**args.props, **(inputs() if callable(inputs) else inputs or {})}
        return result(
            {key: value for key, value in props.items() if key != without},
            Options.merge(args.opts, options) if options else args.opts,
        )

    def program() -> None:
        of_a_resource: dict[str, Any] = {"transforms" if way.endswith("transform") else "transformations": [changed]}
        opts = None
        if way == "stack transformation":
            pulumi.runtime.register_stack_transformation(changed)
        elif way == "stack transform":
            pulumi.runtime.register_stack_transform(changed)
        elif way.startswith("parent's"):
            parent = pulumi.ComponentResource("test:index:Parent", "parent", None, Options(**of_a_resource))
            opts = Options(parent=parent)
        else:
            opts = Options(**of_a_resource)
        Image("noble", opts, **arguments)

    return program


def the_image(stack: Stack, images: ImageClient) -> Record:
    return images.get(stack.resources()["noble"]["id"])


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write_iso(tmp_path / "other.iso", b"instance-id: two\n")


@pytest.mark.parametrize("way", ALL)
def test_a_transformation_names_another_file_before_the_first_creation_and_later(
    stack: Stack, images: ImageClient, iso: Path, other: Path, way: str
) -> None:
    stack.up(transformed(way, inputs={"local_file_path": str(other)}, local_file_path=str(iso)))
    first = the_image(stack, images)
    again = stack.up(transformed(way, inputs={"local_file_path": str(other)}, local_file_path=str(iso)))
    third = write_iso(other.with_name("third.iso"), b"instance-id: three\n" * 2000)
    planned, _ = stack.preview(transformed(way, inputs={"local_file_path": str(third)}, local_file_path=str(iso)))
    stack.up(transformed(way, inputs={"local_file_path": str(third)}, local_file_path=str(iso)))

    assert first.size == other.stat().st_size
    assert changes(again) == {}
    assert planned.get("replace") == 1
    assert the_image(stack, images).size == third.stat().st_size


@pytest.mark.parametrize("way", STACK)
def test_a_file_whose_path_a_transformation_ignores_is_ignored_with_its_content(
    stack: Stack, images: ImageClient, iso: Path, other: Path, way: str
) -> None:
    ignoring = Options(ignore_changes=["local_file_path"])
    stack.up(transformed(way, local_file_path=str(iso)))
    first = the_image(stack, images)

    planned, _ = stack.preview(transformed(way, options=ignoring, local_file_path=str(other)))
    changed = stack.up(transformed(way, options=ignoring, local_file_path=str(other), tags=["b"]))
    iso.unlink()
    gone = stack.up(transformed(way, options=ignoring, local_file_path=str(other), tags=["b"]))
    heeded, _ = stack.preview(transformed(way, local_file_path=str(other), tags=["b"]))

    assert "replace" not in planned and "update" not in planned  # noqa: PT018  one claim
    assert (changes(changed), changes(gone)) == ({"update": 1}, {})
    assert (the_image(stack, images).id, the_image(stack, images).tags) == (first.id, ("b",))
    assert heeded.get("replace") == 1


@pytest.mark.parametrize("way", STACK)
def test_new_content_of_a_file_that_a_transformation_names_replaces_the_image(
    stack: Stack, images: ImageClient, iso: Path, other: Path, way: str
) -> None:
    stack.up(transformed(way, inputs={"local_file_path": str(other)}, local_file_path=str(iso)))
    write_iso(other, b"instance-id: three\n" * 2000)

    done = stack.up(transformed(way, inputs={"local_file_path": str(other)}, local_file_path=str(iso)))

    assert changes(done) == {"replace": 1}
    assert the_image(stack, images).size == other.stat().st_size


@pytest.mark.parametrize("way", STACK)
def test_a_transformation_gives_a_file_to_an_image_that_had_none_and_takes_one_away(
    stack: Stack, images: ImageClient, iso: Path, way: str
) -> None:
    stack.up(transformed(way, inputs={"local_file_path": os.path.relpath(iso)}))
    given = the_image(stack, images)
    taken = stack.up(transformed(way, without="local_file_path", local_file_path=str(iso)))

    assert (given.status, given.size) == ("active", iso.stat().st_size)
    assert stack.resources()["noble"]["inputs"].keys().isdisjoint({"_program", "content_hash"})
    assert "replace" not in changes(taken)


@pytest.mark.parametrize("way", STACK)
def test_a_transformation_sets_and_takes_away_the_name_and_unpacks(
    stack: Stack, images: ImageClient, iso: Path, tmp_path: Path, way: str
) -> None:
    packed = tmp_path / "noble.iso.gz"
    packed.write_bytes(gzip.compress(iso.read_bytes()))
    stack.up(transformed(way, inputs={"name": "ours", "decompress": True}, local_file_path=str(packed)))
    first = the_image(stack, images)
    done = stack.up(transformed(way, without="name", inputs={"decompress": True}, local_file_path=str(packed)))

    assert (first.name, first.size) == ("ours", iso.stat().st_size)
    assert changes(done) == {"update": 1}
    assert the_image(stack, images).name == "noble"


@pytest.mark.parametrize("way", STACK)
def test_a_file_that_is_missing_is_refused_by_name_though_a_transformation_named_it(
    stack: Stack, iso: Path, way: str
) -> None:
    program = transformed(way, inputs={"local_file_path": "none-of-that-name.iso"}, local_file_path=str(iso))

    said = stack.failure(lambda: stack.preview(program))

    assert "local_file_path" in said
    assert "none-of-that-name.iso' does not exist" in said
    assert "Traceback" not in said


SECRET = "hunter2-of-nobody"


@pytest.mark.parametrize("way", ALL)
def test_what_a_transformation_made_a_secret_is_shown_nowhere(stack: Stack, images: ImageClient, way: str) -> None:
    def hidden(value: Any) -> Program:
        return transformed(
            way,
            inputs=lambda: {"properties": pulumi.Output.secret({"token": value, "plain": "x"})},
            properties={"token": "a", "plain": "x"},
        )

    stack.configure(showPatch="true")
    said = stack.up(hidden("hunter1-of-nobody")).stdout
    _, planned = stack.preview(hidden(SECRET), diff=False)
    said += stack.up(hidden(SECRET)).stdout + stack.refresh().stdout

    assert "due: PATCH" in planned
    assert SECRET not in planned + said + stack.state_text()
    assert "hunter1-of-nobody" not in planned + said
    assert the_image(stack, images).properties["token"] == SECRET


@pytest.mark.parametrize("way", STACK)
def test_what_is_no_secret_is_shown_beside_a_transformation_too(stack: Stack, way: str) -> None:
    stack.configure(showPatch="true")
    stack.up(transformed(way, inputs={"tags": ["a"]}))

    _, planned = stack.preview(transformed(way, inputs={"tags": ["b"]}), diff=False)

    assert '"path": "/tags", "value": ["b"]' in planned
