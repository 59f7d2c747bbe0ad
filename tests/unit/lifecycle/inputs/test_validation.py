"""Bad input is refused before anything exists, with the property's name and the way out."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.inputs.validation import Failure, discreet

from ..strategies import fields

ISO = bytes(0x8001) + b"CD001" + bytes(100)
QCOW2 = b"QFI\xfb" + bytes(500)


def refusals(**declared: Any) -> dict[str, str]:
    return {failure.property: failure.reason for failure in check(declared)[1]}


@given(fields)
def test_what_glance_takes_is_accepted(declared: dict[str, Any]) -> None:
    assert check(declared)[1] == []


@given(fields)
def test_checking_twice_changes_nothing_more(declared: dict[str, Any]) -> None:
    once, _ = check(declared)

    assert check(once) == (once, [])


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", 5, "must be a string"),
        ("name", "x" * 256, "at most 255"),
        ("name", "\N{GRINNING FACE}", "U+FFFF"),
        ("visibility", "Private", "one of community, private, public, shared"),
        ("protected", "true", "must be true or false"),
        ("os_hidden", 1, "must be true or false"),
        ("min_disk", "5", "must be a whole number"),
        ("min_disk", 5.5, "must be a whole number"),
        ("min_disk", float("inf"), "must be a whole number"),
        ("min_disk", float("nan"), "must be a whole number"),
        ("min_disk", True, "must be a whole number"),
        ("min_ram", -1, "from 0 to"),
        ("min_ram", 2**31, "from 0 to"),
        ("tags", "lts", "must be a list"),
        ("tags", {"a": "b"}, "must be a list"),
        ("properties", ["a"], "must be a map"),
        ("image_id", "noble", "must be a UUID"),
        ("image_id", "", "must be a UUID"),
        ("image_id", "12345678123456781234567812345678", "12345678-1234-5678-1234-567812345678"),
        ("image_id", 7, "must be a UUID"),
        ("owner", "", "not empty"),
        ("disk_format", "", "not empty"),
        ("license_switch", 1, "must be a string"),
        ("hw_vif_model", "virtio", "a custom property goes into properties"),
    ],
)
def test_a_wrong_value_is_refused_by_name(field: str, value: Any, says: str) -> None:
    assert says in refusals(**{field: value})[field]


def test_each_wrong_tag_is_named() -> None:
    assert refusals(tags=["ok", "", 5]).keys() == {"tags[1]", "tags[2]"}


def test_each_wrong_property_is_named_and_good_ones_are_not() -> None:
    found = refusals(properties={"ok": "1", "list": ["a"], "map": {}, "huge": float(2**53), "name": "x"})

    assert found.keys() == {"properties.list", "properties.map", "properties.huge", "properties.name"}
    assert "set the argument 'name'" in found["properties.name"]


@pytest.mark.parametrize("key", ["id", "stores", "locations", "os_glance_failed_import", "os_hash_value", "deleted"])
def test_a_property_of_the_services_own_is_refused(key: str) -> None:
    assert "only the image service sets" in refusals(properties={key: "x"})[f"properties.{key}"]


@pytest.mark.parametrize("key", ["os_distro", "os_type", "os_admin_user", "owner_specified.x", ".os.type", "__os_type"])
def test_a_property_that_only_looks_like_the_services_own_is_accepted(key: str) -> None:
    assert refusals(properties={key: "x"}) == {}


def test_property_values_become_the_strings_that_glance_keeps() -> None:
    """Case D5."""
    inputs, failures = check({"properties": {"a": True, "b": 5, "c": 5.0, "d": 1.5, "e": "", "g": None}})

    assert failures == []
    assert inputs["properties"] == {"a": "true", "b": "5", "c": "5", "d": "1.5", "e": ""}


def test_a_secret_value_is_not_named_in_a_refusal() -> None:
    shown, hidden = Failure("tags[1]", "is 'x'"), Failure("min_disk", "is 'hunter2'; it must be a whole number")

    assert discreet(shown, frozenset({"min_disk"})) == shown
    assert "hunter2" not in discreet(hidden, frozenset({"min_disk"})).reason


def test_a_property_key_that_is_no_string_is_refused() -> None:
    assert "must be a string" in refusals(properties={1: "x"})["properties.1"]


def test_null_counts_as_not_declared() -> None:
    assert check({"name": "x", "min_disk": None}) == ({"name": "x"}, [])


@pytest.mark.parametrize(
    ("content", "declared", "says"),
    [
        (bytes(600), "qcow2", "does not begin like qcow2"),
        (bytes(40000), "iso", "does not begin like iso"),
        (QCOW2, "raw", "the data is qcow2: declare disk_format='qcow2'"),
        (ISO, "qcow2", "the data is iso"),
    ],
)
def test_data_of_another_format_than_declared_is_refused(
    tmp_path: Path, content: bytes, declared: str, says: str
) -> None:
    path = tmp_path / "image"
    path.write_bytes(content)

    assert says in refusals(local_file_path=str(path), disk_format=declared)["disk_format"]


@pytest.mark.parametrize(("content", "found"), [(QCOW2, "qcow2"), (ISO, "iso"), (b"\x00", "raw")])
def test_a_format_that_is_left_out_is_recognised(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "image"
    path.write_bytes(content)

    inputs, failures = check({"local_file_path": str(path)})

    assert failures == []
    assert (inputs["disk_format"], inputs["container_format"]) == (found, "bare")


def test_a_declared_or_unknown_format_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(ISO)

    inputs, _ = check({"local_file_path": str(path), "disk_format": "raw"}, frozenset({"container_format"}))

    assert inputs["disk_format"] == "raw"
    assert "container_format" not in inputs


def test_an_unusable_file_is_refused_by_the_propertys_name(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    missing, folder = tmp_path / "missing", tmp_path

    assert "does not exist" in refusals(local_file_path=str(missing))["local_file_path"]
    assert "is empty" in refusals(local_file_path=str(empty))["local_file_path"]
    assert "is a directory" in refusals(local_file_path=str(folder))["local_file_path"]
    assert "not a regular file" in refusals(local_file_path="/dev/null")["local_file_path"]
    assert "cannot be read" in refusals(local_file_path="a\0b")["local_file_path"]
    assert "cannot be read" in refusals(local_file_path="x" * 300)["local_file_path"]


def test_a_file_that_was_looked_at_before_may_be_gone(tmp_path: Path) -> None:
    """ignore_changes=["local_file_path"] leaves the path and the hash as they are in the state."""
    path = tmp_path / "image"
    path.write_bytes(ISO)
    source = {"local_file_path": str(path), "content_hash": "sha512:a"}
    before, _ = check(source)
    path.unlink()

    assert check(source | {"tags": ["new"]}, before=before) == (before | {"tags": ["new"]}, [])


@pytest.mark.parametrize("change", [{"content_hash": "sha512:b"}, {"disk_format": "raw"}, {"decompress": True}])
def test_a_file_of_which_something_else_is_said_now_is_looked_at_again(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "image"
    path.write_bytes(ISO)
    source = {"local_file_path": str(path), "content_hash": "sha512:a"}
    before, _ = check(source)
    path.unlink()

    _, [failure] = check(source | change, before=before)

    assert "does not exist" in failure.reason
