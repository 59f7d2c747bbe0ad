"""Existing images become a program and an import file that agree with each other."""

import ast
import itertools
import json
import sys
import types

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.cli.program import import_file, program, resource_names
from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.plan.description import described
from ecl_pulumi_images.lifecycle.plan.planner import plan

text = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12)
records = st.builds(
    Image,
    id=st.uuids().map(str),
    name=text.filter(bool),
    status=st.just("active"),
    visibility=st.sampled_from(["private", "shared"]),
    disk_format=st.sampled_from(["raw", "qcow2"]),
    container_format=st.just("bare"),
    min_disk=st.integers(0, 9),
    protected=st.booleans(),
    tags=st.lists(text.filter(bool), max_size=3).map(tuple),
    properties=st.dictionaries(text, text, max_size=3)
    | st.just({"os_glance_failed_import": "", "stores": "file1", "locations": [], "mine": "1"}),
)


@given(records)
def test_what_is_declared_is_accepted_and_needs_no_change(record: Image) -> None:
    inputs = described(record)
    resources = json.loads(import_file({"x": record}, "p", region="r", endpoint="e"))["resources"]

    assert check(inputs) == (inputs, [])
    assert resources[0]["inputs"] == inputs | {"__provider": "p"}
    assert not plan(resources[0]["outputs"], inputs)


@given(st.lists(records, max_size=6, unique_by=lambda record: record.id))
def test_every_image_gets_a_resource_name_of_its_own(found: list[Image]) -> None:
    assert [record.id for record in resource_names(found).values()] == [record.id for record in found]


@pytest.mark.parametrize("names", [*itertools.permutations(["a", "a-3", "a/"])])
def test_no_image_is_dropped_whose_name_is_made_like_that_of_another(names: tuple[str, ...]) -> None:
    found = [Image(id="3" if name == "a/" else name.upper(), name=name) for name in names]

    assert list(resource_names(found).values()) == found


@given(st.lists(records, max_size=3, unique_by=lambda record: record.id))
def test_the_program_declares_the_very_inputs_of_the_import_file(found: list[Image]) -> None:
    named, seen = resource_names(found), {}
    fake = types.ModuleType("ecl_pulumi_images")
    fake.__dict__["Image"] = lambda resource, **inputs: seen.update({resource: inputs})
    before, sys.modules["ecl_pulumi_images"] = sys.modules["ecl_pulumi_images"], fake
    try:
        exec(compile(program(named), "images.py", "exec"), {})  # noqa: S102  the program under test
    finally:
        sys.modules["ecl_pulumi_images"] = before

    assert seen == {name: described(record) for name, record in named.items()}


def test_the_services_own_properties_are_never_declared() -> None:
    record = Image(id="1", properties={"stores": "a", "os_glance_failed_import": "", "direct_url": "x", "mine": "1"})

    assert described(record) == {"properties": {"mine": "1"}}


hostile = st.text(st.sampled_from("a-1'\"\\#\n\r\f\x00\x1b\x85\u2028\u2029\ud800{}()=;x")) | st.text()


@given(
    st.lists(
        st.builds(
            Image,
            id=hostile,
            name=st.sampled_from(["a", "a-1", "a-1-1"]) | hostile,
            status=hostile,
            visibility=st.just("shared") | hostile,
            disk_format=hostile,
            container_format=hostile,
            license_switch=hostile,
            min_disk=st.integers(),
            tags=st.lists(hostile, max_size=2).map(tuple),
            properties=st.dictionaries(hostile, hostile | st.integers() | st.lists(hostile), max_size=2),
        ),
        max_size=4,
    )
)
@example([Image(id=f"1{letter}import os", name="x") for letter in "\n\r\x0c\x1c\x85\u2028\u2029"])
@example([Image(id=str(number), name=name) for number, name in enumerate(["a-2", "a", "a", "a-2", "a-2-3"])])
def test_nothing_that_the_service_says_becomes_code(found: list[Image]) -> None:
    """Whatever an id or a name holds, the program is one import and one call for each image, of constants only."""
    named = resource_names(found)
    head, imported, *calls = ast.parse(program(named)).body

    assert isinstance(head, ast.Expr)
    assert isinstance(imported, ast.ImportFrom)
    assert len(calls) == len(found) == len(named)
    for call, name in zip(calls, named, strict=True):
        assert isinstance(call, ast.Expr)
        assert isinstance(call.value, ast.Call)
        assert isinstance(call.value.func, ast.Name)
        assert call.value.func.id == "Image"
        assert [ast.literal_eval(argument) for argument in call.value.args] == [name]
        assert {word.arg: ast.literal_eval(word.value) for word in call.value.keywords} == described(named[name])
    json.loads(import_file(named, "p", region="r", endpoint="e"))
    program(named).encode()
