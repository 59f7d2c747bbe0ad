"""What goes to the engine and comes back is the same, with the marks of its secrets."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import rpc

from ecl_pulumi_images.acts.unknown import Unknown
from ecl_pulumi_images.native.bags import SECRET, SIGNATURE, UNKNOWN, UNKNOWNS, carry, closed, opened

keys = st.text(min_size=1).filter(lambda key: key not in (SIGNATURE, "secret_inputs", "__provider"))
leaves = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text().filter(lambda text: text not in UNKNOWNS)
values = st.recursive(leaves, lambda held: st.lists(held) | st.dictionaries(keys, held), max_leaves=8)
bag = st.dictionaries(keys, values)


@given(bag)
def test_values_come_back_as_they_were_and_none_at_the_top_vanishes(given_: dict[str, Any]) -> None:
    assert opened(closed(given_)) == {key: value for key, value in given_.items() if value is not None}


@given(bag, st.data())
def test_what_is_marked_comes_back_listed_and_otherwise_as_it_was(given_: dict[str, Any], data: st.DataObject) -> None:
    given_ = {key: value for key, value in given_.items() if value is not None and "." not in key}
    marked = data.draw(st.sets(st.sampled_from(sorted(given_)))) if given_ else set()

    back = opened(closed(given_, frozenset(marked)))

    assert back.pop("secret_inputs", []) == sorted(marked)
    assert back == given_


def test_one_property_is_marked_and_its_neighbours_are_not() -> None:
    struct = closed({"properties": {"token": "x", "os": "y"}}, frozenset({"properties.token"}))
    held = struct.fields["properties"].struct_value.fields

    assert held["token"].struct_value.fields[SIGNATURE].string_value == SECRET
    assert held["os"].string_value == "y"
    assert opened(struct)["secret_inputs"] == ["properties.token"]


def test_a_secret_inside_of_a_list_makes_the_whole_input_one() -> None:
    struct = struct_pb2.Struct()
    struct.update({"tags": ["a", {SIGNATURE: SECRET, "value": "b"}]})

    assert opened(struct) == {"tags": ["a", "b"], "secret_inputs": ["tags"]}


@pytest.mark.parametrize("sentinel", sorted(UNKNOWNS))
def test_each_type_has_its_own_word_for_unknown_at_the_top_and_nested(sentinel: str) -> None:
    struct = struct_pb2.Struct()
    struct.update({"name": sentinel, "properties": {"a": sentinel, "b": "known"}, "tags": [sentinel]})

    found = opened(struct)

    assert isinstance(found["name"], Unknown)
    assert isinstance(found["properties"]["a"], Unknown)
    assert isinstance(found["tags"][0], Unknown)
    assert found["properties"]["b"] == "known"


def test_an_unknown_goes_out_as_the_word_that_the_sdk_has_too() -> None:
    assert rpc.UNKNOWN == UNKNOWN
    assert closed({"size": Unknown()}).fields["size"].string_value == UNKNOWN


def test_an_unknown_secret_stays_both() -> None:
    struct = closed({"name": Unknown()}, frozenset({"name"}))

    found = opened(struct)

    assert isinstance(found["name"], Unknown)
    assert found["secret_inputs"] == ["name"]


def test_the_signatures_are_those_of_the_sdk() -> None:
    assert (rpc._special_sig_key, rpc._special_secret_sig) == (SIGNATURE, SECRET)


def test_the_pickled_provider_of_another_front_end_is_carried_and_never_read() -> None:
    before, now = struct_pb2.Struct(), closed({"name": "a"})
    before.update({"__provider": "gASV", "name": "b"})

    carry(before, now)
    carry(struct_pb2.Struct(), now)

    assert now.fields["__provider"].string_value == "gASV"
    assert opened(now) == {"name": "a"}
