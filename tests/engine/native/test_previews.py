"""A preview shows exactly what changes, and what does not change stays known to what depends on it."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.automation import PropertyDiff

from ecl_pulumi_images.native.resources import Image
from tests.engine.stack import Program, Stack, changes


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments)


def detailed(stack: Stack, program: Program) -> dict[str, str]:
    """The properties that a preview shows, and how each changes."""
    shown: dict[str, PropertyDiff] = {}

    def take(event: Any) -> None:
        if event.resource_pre_event is not None:
            shown.update(event.resource_pre_event.metadata.detailed_diff or {})

    stack.preview(program, on_event=take)
    return {path: str(one["diffKind"] if isinstance(one, dict) else one.diff_kind.value) for path, one in shown.items()}


BEFORE: dict[str, Any] = {"name": "a", "tags": ["x"], "properties": {"os_distro": "ubuntu", "hw_vif": "e1000"}}


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ({**BEFORE, "name": "b"}, {"name": "update"}),
        ({**BEFORE, "tags": ["x", "y"]}, {"tags": "update"}),
        (
            {"name": "b", "tags": ["y"], "properties": {"os_distro": "debian", "hw.new": "1"}},
            {
                "name": "update",
                "tags": "update",
                "properties.os_distro": "update",
                "properties.hw_vif": "delete",
                'properties["hw.new"]': "add",
            },
        ),
        ({**BEFORE, "min_disk": 3}, {"min_disk": "add"}),
        (
            {**BEFORE, "verify_checksum": False},
            {"verify_checksum": "add"},
        ),
        (BEFORE, {}),
        ({"name": "a", "properties": BEFORE["properties"]}, {}),
    ],
)
def test_exactly_what_changes_is_shown(stack: Stack, now: dict[str, Any], shown: dict[str, str]) -> None:
    stack.up(declare(**BEFORE))

    assert detailed(stack, declare(**now)) == shown
    assert changes(stack.up(declare(**now))) == ({"update": 1} if shown else {})
    assert detailed(stack, declare(**now)) == {}


def chain(tags: list[str]) -> Program:
    def program() -> None:
        base = Image("base", tags=tags)
        Image("derived", properties={"base_id": base.id, "base_region": base.region.apply(str)})
        pulumi.export("checksum", base.checksum)

    return program


def test_a_tag_upstream_plans_one_update(stack: Stack) -> None:
    stack.up(chain(["a"]))

    planned, _ = stack.preview(chain(["b"]))
    done = changes(stack.up(chain(["b"])))

    assert planned["update"] == done["update"] == 1


def test_what_a_creation_cannot_know_yet_is_unknown_downstream_and_what_is_declared_is_known(stack: Stack) -> None:
    seen: dict[str, bool] = {}

    async def note(name: str, output: pulumi.Output[Any]) -> None:
        seen[name] = await output.is_known()

    def program() -> None:
        image = Image("noble", name="declared", min_disk=2)
        for name in ("name", "min_disk", "checksum", "created_at"):
            pulumi.export(name, pulumi.Output.from_input(note(name, getattr(image, name))))

    stack.preview(program)

    assert seen == {"name": True, "min_disk": True, "checksum": False, "created_at": False}


def test_an_input_that_becomes_a_secret_is_one_in_the_state_from_then_on(stack: Stack) -> None:
    word = "said-too-openly"

    def hidden() -> None:
        Image("noble", name="a", properties={"token": pulumi.Output.secret(word)})

    stack.up(declare(name="a", properties={"token": word}))
    assert word in stack.state_text()

    done = stack.up(hidden)

    assert changes(done) == {"update": 1}
    assert word not in stack.state_text() + done.stdout
    assert changes(stack.up(hidden)) == {}


@pytest.mark.parametrize("pattern", ["${name}-v1", "fixed"])
def test_a_stack_may_want_names_of_another_form(stack: Stack, images: Any, pattern: str) -> None:
    stack.command("config", "set", "--path", "pulumi:autonaming.pattern", pattern)

    stack.up(declare(min_disk=1))
    again = stack.up(declare(min_disk=1))

    record = images.get(stack.resources()["noble"]["id"])
    assert record.name == pattern.replace("${name}", "noble")
    assert changes(again) == {}


def test_a_stack_may_want_every_name_to_be_declared(stack: Stack) -> None:
    stack.command("config", "set", "--path", "pulumi:autonaming.mode", "disabled")

    said = stack.failure(lambda: stack.preview(declare(min_disk=1)))

    assert "name is missing, and pulumi:autonaming of this stack makes none up: declare one" in said
