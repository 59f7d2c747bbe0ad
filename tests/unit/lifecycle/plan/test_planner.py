"""Laws of the plan: what is declared now, against what the state holds."""

from typing import Any

import pytest
from hypothesis import given

from ecl_pulumi_images.client import Patch
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.inputs.validation import validated
from ecl_pulumi_images.lifecycle.plan.planner import Plan, actions, operations, plan
from ecl_pulumi_images.lifecycle.plan.wire import PATCHABLE, Wire, to_wire

from ..strategies import checked

ALLOWED = {"add", "replace", "remove"}


def wire(patches: tuple[Patch, ...]) -> list[dict[str, object]]:
    return [dict(patch.to_wire()) for patch in patches]


def apply(old: Wire, patches: tuple[Patch, ...]) -> Wire:
    """Do as Glance does with a patch of first-level paths, refusing what it refuses."""
    held = dict(old)
    for operation in wire(patches):
        key = str(operation["path"])[1:].replace("~1", "/").replace("~0", "~")
        if operation["op"] == "remove":
            del held[key]
        elif operation["op"] == "replace":
            assert key in held or key in PATCHABLE
            held[key] = operation["value"]
        else:
            held[key] = operation["value"]
    return held


@given(checked, checked)
def test_the_operations_applied_to_the_old_image_give_what_is_declared(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    after = apply(to_wire(old), operations(to_wire(old), to_wire(new)))

    assert {key: after[key] for key in to_wire(new)} == to_wire(new)


@given(checked, checked)
def test_base_fields_that_are_not_declared_keep_their_value(old: dict[str, Any], new: dict[str, Any]) -> None:
    after = apply(to_wire(old), operations(to_wire(old), to_wire(new)))
    untouched = to_wire(old).keys() & set(PATCHABLE) - to_wire(new).keys()

    assert {key: after[key] for key in untouched} == {key: to_wire(old)[key] for key in untouched}


@given(checked, checked)
def test_only_properties_that_were_declared_before_are_removed(old: dict[str, Any], new: dict[str, Any]) -> None:
    removed = {one["path"] for one in wire(operations(to_wire(old), to_wire(new))) if one["op"] == "remove"}

    assert len(removed) == len((to_wire(old).keys() - to_wire(new).keys()) - set(PATCHABLE))


@given(checked, checked)
def test_every_operation_is_one_that_glance_allows(old: dict[str, Any], new: dict[str, Any]) -> None:
    for operation in wire(operations(to_wire(old), to_wire(new))):
        assert operation["op"] in ALLOWED
        assert str(operation["path"]).count("/") == 1
        assert ("value" in operation) == (operation["op"] != "remove")


@given(checked, checked)
def test_each_key_is_changed_at_most_once_and_in_sorted_order(old: dict[str, Any], new: dict[str, Any]) -> None:
    paths = [str(one["path"]) for one in wire(operations(to_wire(old), to_wire(new)))]

    assert len(paths) == len(set(paths))
    assert list(operations(to_wire(old), to_wire(new))) == list(operations(to_wire(old), to_wire(new)))


@given(checked)
def test_an_image_that_is_as_declared_needs_nothing(declared: dict[str, Any]) -> None:
    assert plan(declared, declared) == Plan()


@given(checked)
def test_the_order_of_tags_is_no_change(declared: dict[str, Any]) -> None:
    turned = {**declared, "tags": list(reversed(declared.get("tags", [])))}

    assert operations(to_wire({**declared, "tags": declared.get("tags", [])}), to_wire(turned)) == ()


def test_removing_an_own_property_touches_nothing_of_the_server() -> None:
    """Case D2: what the service added is not in the state's `properties`, so it is never planned over."""
    assert wire(operations({"a": "1"}, {})) == [{"op": "remove", "path": "/a"}]


def test_an_absent_map_of_properties_removes_those_that_were_declared() -> None:
    assert wire(plan({"properties": {"a": "1", "b": "2"}}, {"name": "x"}).operations) == [
        {"op": "remove", "path": "/a"},
        {"op": "remove", "path": "/b"},
        {"op": "replace", "path": "/name", "value": "x"},
    ]


def test_absent_empty_and_filled_tags_are_three_things() -> None:
    state = {"tags": ["lts"]}

    assert not plan(state, {})
    assert wire(plan(state, {"tags": []}).operations) == [{"op": "replace", "path": "/tags", "value": []}]
    assert not plan(state, {"tags": ["lts", "lts"]})


def test_pointers_are_escaped() -> None:
    assert wire(operations({}, {"a/b~c": "1"})) == [{"op": "add", "path": "/a~1b~0c", "value": "1"}]


def test_true_and_its_string_are_the_same_property_value() -> None:
    declared = validated({"properties": {"agent": True, "n": 5.0}}).inputs

    assert not plan({"properties": {"agent": "true", "n": "5"}}, declared)


@pytest.mark.parametrize(
    "change",
    [
        {"content_hash": "sha512:b"},
        {"disk_format": "raw"},
        {"container_format": "ovf"},
        {"license_switch": "BYOL"},
        {"image_id": "2"},
    ],
)
def test_what_is_fixed_needs_a_new_image_and_says_why(change: dict[str, str]) -> None:
    state = {"content_hash": "sha512:a", "disk_format": "qcow2", "container_format": "bare", "status": "active"}

    replaces = plan({**state, "id": "1"}, change).replaces

    assert replaces.keys() == change.keys()
    assert all(replaces.values())


def test_a_file_whose_content_the_service_already_holds_is_no_change() -> None:
    assert not plan({"os_hash_algo": "sha512", "os_hash_value": "abc"}, {"content_hash": "sha512:abc"})


def test_a_file_for_an_image_without_data_needs_a_new_image() -> None:
    assert plan({"status": "queued"}, {"content_hash": "sha512:abc"}).replaces.keys() == {"content_hash"}


def test_data_that_is_no_longer_declared_stays() -> None:
    assert not plan({"content_hash": "sha512:a"}, {})


def test_a_fixed_id_is_never_deleted_for_a_replacement_that_cannot_have_it_again() -> None:
    with pytest.raises(Failed, match="image_id: a change of content_hash needs a new image"):
        plan({"id": "1", "content_hash": "sha512:a"}, {"image_id": "1", "content_hash": "sha512:b"})


@pytest.mark.parametrize(
    ("wish", "status", "expected"),
    [
        (True, "active", ("deactivate",)),
        (True, "deactivated", ()),
        (False, "deactivated", ("reactivate",)),
        (False, "active", ()),
        (None, "deactivated", ()),
        (True, "queued", ()),
    ],
)
def test_data_is_taken_out_of_use_only_as_declared(wish: bool | None, status: str, expected: tuple[Any, ...]) -> None:
    assert actions({"status": status}, {"deactivated": wish}) == expected


def test_formats_are_patched_while_there_is_no_data() -> None:
    queued = {"status": "queued", "disk_format": "raw", "container_format": "bare"}

    planned = plan(queued, {"disk_format": "qcow2", "container_format": "bare"})

    assert wire(planned.operations) == [{"op": "replace", "path": "/disk_format", "value": "qcow2"}]
    assert not planned.replaces


@pytest.mark.parametrize("status", ["queued", "saving"])
def test_an_empty_image_under_a_fixed_id_takes_the_data_itself(status: str) -> None:
    """Its id could not be had again."""
    declared = {"name": "x", "image_id": "1", "content_hash": "sha512:ab", "decompress": True}

    planned = plan({"id": "1", "name": "y", "status": status}, declared | {"local_file_path": "f"})

    assert (planned.fills, dict(planned.replaces)) == (True, {})
    assert [patch.to_wire()["path"] for patch in planned.operations] == ["/name"]


@pytest.mark.parametrize("more", [{"status": "active"}, {"status": "killed"}, {"status": "saving", "size": 5}])
def test_an_image_under_a_fixed_id_that_has_or_had_data_takes_no_other(more: dict[str, Any]) -> None:
    with pytest.raises(Failed, match="an id is never given twice"):
        plan({"id": "1", **more}, {"image_id": "1", "content_hash": "sha512:ab"})


def test_an_empty_image_whose_id_was_made_up_is_replaced() -> None:
    assert plan({"id": "1", "status": "queued"}, {"content_hash": "sha512:ab"}).replaces.keys() == {"content_hash"}
