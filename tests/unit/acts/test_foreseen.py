"""What a preview tells of an image's outputs is what the act then returns, or unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.acts import foreseen
from ecl_pulumi_images.acts.unknown import Unknown
from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.plan.outputs import outputs
from ecl_pulumi_images.lifecycle.plan.planner import plan

RECORD = Image(id="1", name="noble", status="active", size=3, disk_format="raw", tags=("a",), properties={"x": "1"})
names = st.text("ab", min_size=1, max_size=2)
declared = st.fixed_dictionaries(
    {"name": names},
    optional={
        "min_disk": st.integers(0, 2),
        "protected": st.booleans(),
        "tags": st.lists(names, unique=True),
        "properties": st.dictionaries(names, names),
        "verify_checksum": st.booleans(),
    },
)


def held(record: Image, inputs: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    return outputs(record, inputs, before or {}, region="r", endpoint="e", project_name="p")


def made(record: Image, inputs: dict[str, Any]) -> Image:
    """The record once the inputs hold."""
    fields = {key: inputs[key] for key in ("name", "min_disk", "protected") if key in inputs}
    tags = tuple(inputs["tags"]) if "tags" in inputs else record.tags
    return replace(record, **fields, tags=tags)


def agrees(told: Any, fact: Any) -> bool:
    return isinstance(told, Unknown) or told == fact


@given(declared)
def test_what_a_creation_will_return_is_told_or_unknown(inputs: dict[str, Any]) -> None:
    record = replace(made(RECORD, inputs), properties={**inputs.get("properties", {}), "os_hash": "x"})

    told, facts = foreseen.created(inputs), held(record, inputs)

    assert told.keys() == facts.keys()
    assert {key: told[key] for key in facts if not agrees(told[key], facts[key])} == {}
    assert {key: told[key] for key in inputs} == inputs


@given(declared, declared)
def test_what_an_update_will_return_is_told_or_unknown(before: dict[str, Any], now: dict[str, Any]) -> None:
    first = replace(made(RECORD, before), properties={**before.get("properties", {}), "theirs": "x"})
    olds = held(first, before)
    second = replace(made(first, now), properties={**now.get("properties", {}), "theirs": "x"}, updated_at=None)
    planned = plan(olds, now)

    told = foreseen.updated(olds, now, planned, spreads=False)
    facts = held(second, now, olds)

    assert {key for key in facts if facts[key] is not None} <= told.keys()
    assert {key: (told[key], facts[key]) for key in told if not agrees(told[key], facts.get(key))} == {}
    assert {key for key, value in told.items() if isinstance(value, Unknown)} <= {"updated_at"}


@pytest.mark.parametrize("method", ["glance-direct", "web-download", "auto"])
def test_a_service_that_may_convert_leaves_the_format_open(method: str) -> None:
    inputs = {"name": "a", "method": method, "disk_format": "qcow2"}

    assert isinstance(foreseen.created(inputs)["disk_format"], Unknown)
    assert foreseen.created({**inputs, "method": "upload"})["disk_format"] == "qcow2"


def test_an_image_that_takes_its_data_has_facts_that_nobody_knows_yet() -> None:
    olds = held(replace(RECORD, status="queued", size=None), {"name": "noble"})
    inputs = {"name": "noble", "image_id": "1", "content_hash": "sha512:00", "local_file_path": "/a"}
    planned = plan(olds | {"id": "1", "image_id": "1"}, inputs)

    told = foreseen.updated(olds, inputs, planned, spreads=False)

    assert planned.fills
    assert all(isinstance(told[key], Unknown) for key in ("checksum", "size", "status", "os_hash_value"))


def test_an_action_moves_the_status_and_a_spread_the_stores() -> None:
    olds = held(RECORD, {"name": "noble"})

    deactivated = foreseen.updated(olds, {"name": "noble"}, plan(olds, {"name": "noble", "deactivated": True}), False)
    spread = foreseen.updated(olds, {"name": "noble"}, plan(olds, {"name": "noble"}), True)

    assert isinstance(deactivated["status"], Unknown)
    assert isinstance(spread["server_properties"]["stores"], Unknown)
    assert spread["status"] == "active"


def test_an_input_that_is_not_known_yet_makes_its_output_unknown_and_no_other() -> None:
    olds = held(RECORD, {"name": "noble"})

    told = foreseen.updated(olds, {"name": Unknown(), "tags": ["b"]}, plan(olds, {"tags": ["b"]}), spreads=False)

    assert isinstance(told["name"], Unknown)
    assert told["tags"] == ["b"]
    assert told["checksum"] == olds["checksum"]
