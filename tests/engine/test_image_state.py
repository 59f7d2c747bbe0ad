"""Pulumi's own ways with a resource work for images as a Pulumi user expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions as Options

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack, changes


@pytest.fixture
def existing(images: ImageClient) -> Iterator[Record]:
    """An image that somebody made by hand."""
    record = images.create(CreateOpts(name="by hand", tags=["a"], properties={"theirs": "1"}))
    yield record
    if record.id in {image.id for image in images.list()}:
        images.delete(record.id)


def ids(stack: Stack) -> dict[str, str]:
    return {name: resource["id"] for name, resource in stack.resources().items()}


def test_options_of_the_program_are_honoured(stack: Stack, images: ImageClient) -> None:
    def program(turn: str) -> Program:
        def declare() -> None:
            Image("ignored", Options(ignore_changes=["tags", "properties"]), tags=[turn], properties={"p": turn})
            Image("replaced", Options(replace_on_changes=["name"]), name=turn)
            Image("before", Options(replace_on_changes=["name"], delete_before_replace=True), name=turn)
            Image("new" if turn == "two" else "old", Options(aliases=[pulumi.Alias(name="old")]), name="same")
            Image("kept", Options(retain_on_delete=True)) if turn == "one" else None

        return declare

    stack.up(program("one"))
    before = ids(stack)
    done = stack.up(program("two"))
    after = ids(stack)

    assert changes(done) == {"replace": 2, "delete": 1}
    assert after["ignored"] == before["ignored"]
    assert images.get(after["ignored"]).tags == ("one",)
    assert after["replaced"] != before["replaced"]
    assert after["before"] != before["before"]
    assert after["new"] == before["old"]
    assert images.get(before["kept"]).name == "kept"
    images.delete(before["kept"])


def test_secrets_among_the_properties_reach_the_image_but_not_the_state_or_the_output(
    stack: Stack, images: ImageClient
) -> None:
    def declare() -> None:
        secret = pulumi.Output.secret("hunter2")
        Image("noble", Options(additional_secret_outputs=["checksum"]), properties={"token": secret, "plain": "x"})

    said = stack.up(declare).stdout + stack.up(declare).stdout
    shown, printed = stack.preview(declare)

    assert images.get(ids(stack)["noble"]).properties["token"] == "hunter2"
    assert "hunter2" not in stack.state_text() + said + printed
    assert "update" not in shown


def test_an_image_is_looked_up_by_its_id_with_all_that_it_has(stack: Stack, existing: Record) -> None:
    def declare() -> None:
        found = Image.get("found", existing.id)
        pulumi.export("found", pulumi.Output.all(found.name, found.properties, found.status))

    done = stack.up(declare)
    stack.refresh()

    assert list(done.outputs["found"].value) == ["by hand", {"theirs": "1"}, "queued"]


def test_looking_up_a_missing_image_is_an_error(stack: Stack) -> None:
    missing = "00000000-0000-4000-8000-000000000000"

    said = stack.failure(lambda: stack.up(lambda: Image.get("found", missing) and None))

    assert f"image {missing} does not exist" in said
    assert "Traceback" not in said


def test_an_existing_image_is_adopted_and_the_argument_dropped_without_a_change(
    stack: Stack, images: ImageClient, existing: Record
) -> None:
    def adopting() -> None:
        Image("noble", name="ours", adopt=existing.id, tags=["a"])

    _, planned = stack.preview(adopting, diff=False)
    stack.up(adopting)
    dropped = stack.up(lambda: Image("noble", name="ours", tags=["a"]) and None)

    assert f"adopts image {existing.id}" in planned
    record = images.get(existing.id)
    assert (record.name, record.properties["theirs"]) == ("ours", "1")
    assert ids(stack) == {"noble": existing.id}
    assert changes(dropped) == {}


def test_an_image_with_other_data_is_not_adopted_and_stays(
    stack: Stack, images: ImageClient, iso: Path, existing: Record
) -> None:
    said = stack.failure(lambda: stack.up(lambda: Image("noble", adopt=existing.id, local_file_path=str(iso)) and None))

    assert "property adopt value" in said
    assert "leave adopt out" in said
    assert images.get(existing.id).name == "by hand"
    assert stack.resources() == {}


def test_other_eyes_never_empty_the_state(stack: Stack, cloud: LocalCloud, images: ImageClient, tmp_path: Path) -> None:
    """Case H2: the service hides another tenant's image behind a 404."""
    stack.up(lambda: Image("noble", visibility="private") and None)
    other = Stack(tmp_path / "stack", cloud.environment("demo2"))

    said = other.failure(other.refresh), other.failure(other.destroy)

    assert all("belongs to project" in one and "Traceback" not in one for one in said)
    assert images.get(ids(stack)["noble"]).name == "noble"


def test_tags_may_be_a_set_and_a_path_may_begin_with_the_home_folder(
    stack: Stack, images: ImageClient, iso: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(iso.parent))
    stack.up(lambda: Image("noble", tags={"lts", "24.04"}, local_file_path=f"~/{iso.name}") and None)

    record = images.get(ids(stack)["noble"])
    assert (set(record.tags), record.status) == ({"lts", "24.04"}, "active")


def test_a_path_of_another_type_is_refused_by_name(stack: Stack, iso: Path) -> None:
    given: dict[str, Any] = {"local_file_path": pulumi.FileAsset(str(iso))}  # mypy would say so, too
    said = stack.failure(lambda: stack.up(lambda: Image("noble", **given) and None))

    assert "local_file_path" in said
    assert "it must be a string" in said
    assert "Traceback" not in said
