"""The engine is shown exactly what differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.acts.unknown import Unknown
from ecl_pulumi_images.native.difference import Change, difference

bags = st.dictionaries(st.sampled_from(["name", "tags", "properties", "min_disk"]), st.integers() | st.text())


def shown(before: dict[str, Any], now: dict[str, Any], **more: Any) -> dict[str, str]:
    return {change.path: change.kind for change in difference(before, more.pop("held", {}), now, **more)}


@given(bags)
def test_nothing_differs_from_itself(bag: dict[str, Any]) -> None:
    assert difference(bag, bag, bag) == []


@given(bags, bags)
def test_each_input_that_differs_is_shown_and_no_other(before: dict[str, Any], now: dict[str, Any]) -> None:
    keys = before.keys() | now.keys()

    assert shown(before, now).keys() == {key for key in keys if before.get(key) != now.get(key)}


def test_a_map_is_shown_key_by_key() -> None:
    before = {"properties": {"same": "x", "changed": "1", "gone": "x"}}
    now = {"properties": {"same": "x", "changed": "2", "new": "x"}}

    assert shown(before, now) == {
        "properties.changed": "UPDATE",
        "properties.gone": "DELETE",
        "properties.new": "ADD",
    }


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("os_distro", "properties.os_distro"),
        ("a-b", "properties.a-b"),
        ("a.b", 'properties["a.b"]'),
        ('say "x"\\', 'properties["say \\"x\\"\\\\"]'),
        ("größe", "properties.größe"),
        ("[0]", 'properties["[0]"]'),
    ],
)
def test_a_key_is_written_as_the_engine_parses_it(key: str, path: str) -> None:
    assert shown({"properties": {}}, {"properties": {key: "x"}}) == {path: "ADD"}


@pytest.mark.parametrize("key", ["tags", "stores"])
def test_the_order_of_a_set_is_no_change(key: str) -> None:
    assert shown({key: ["a", "b"]}, {key: ["b", "a"]}) == {}
    assert shown({key: ["a", "b"]}, {key: ["b", "c"]}) == {key: "UPDATE"}


def test_where_the_inputs_agree_drift_of_the_outputs_shows() -> None:
    found = difference({"name": "a"}, {"name": "by hand"}, {"name": "a"})

    assert found == [Change("name", "UPDATE", of_inputs=False)]


def test_what_is_unknown_may_change() -> None:
    assert shown({"properties": {"a": "x", "b": "y"}}, {"properties": {"a": Unknown(), "b": "y"}}) == {
        "properties.a": "UPDATE"
    }


def test_idle_inputs_are_not_shown() -> None:
    assert shown(
        {"local_file_path": "/a", "name": "x"}, {"local_file_path": "/b", "name": "y"}, idle={"local_file_path"}
    ) == {"name": "UPDATE"}
