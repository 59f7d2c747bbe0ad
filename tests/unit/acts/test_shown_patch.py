"""A preview prints the very operations, but no secret."""

import json

from ecl_pulumi_images.acts.shown_patch import shown_operations
from ecl_pulumi_images.client import Patch, ReplaceImageField, UpdateImageProperty

PATCHES: list[Patch] = [
    ReplaceImageField("name", "ä"),
    UpdateImageProperty("add", "a/b", "hunter2"),
    UpdateImageProperty("remove", "gone"),
]


def test_the_operations_are_shown_as_they_are_sent() -> None:
    assert shown_operations(PATCHES, set()) == (
        '[{"op": "replace", "path": "/name", "value": "ä"}, {"op": "add", "path": "/a~1b", "value": "hunter2"}, '
        '{"op": "remove", "path": "/gone"}]'
    )


def test_values_of_secret_inputs_are_not_shown() -> None:
    shown = shown_operations(PATCHES, {"properties", "name"})

    assert [operation.get("value") for operation in json.loads(shown)] == ["[secret]", "[secret]", None]


def test_what_a_preview_cannot_know_is_named() -> None:
    assert (
        shown_operations(PATCHES[2:], set(), {"tags", "name"})
        == '[{"op": "remove", "path": "/gone"}] name=<computed> tags=<computed>'
    )
