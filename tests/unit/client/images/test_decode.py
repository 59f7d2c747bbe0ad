"""One image from JSON: nothing lost, nothing invented, and fast only where it changes nothing."""

import copy
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecl_pulumi_images.client.images import decode as fast
from ecl_pulumi_images.client.images import fields as image_schema
from ecl_pulumi_images.client.images.create import CreateOpts
from ecl_pulumi_images.client.images.fields import FIELDS, WIRE_NAMES
from ecl_pulumi_images.client.images.image import Image
from ecl_pulumi_images.client.invalid import InvalidRequest, WireError

from .strategies import json_values, wires

GLANCE = {
    "id": "7f6c3a52-53c6-4b1e-9a3e-2f8d3b8f4f0e",
    "name": "noble",
    "status": "active",
    "visibility": "shared",
    "size": 2147483648,
    "virtual_size": None,
    "checksum": "d41d8cd98f00b204e9800998ecf8427e",
    "os_hash_algo": "sha512",
    "os_hash_value": "cf83e1357eefb8bd",
    "os_hidden": False,
    "protected": True,
    "min_disk": 20,
    "min_ram": 512,
    "container_format": "bare",
    "disk_format": "qcow2",
    "created_at": "2026-01-02T03:04:05Z",
    "updated_at": "2026-01-02T03:04:06Z",
    "owner": "a7509e1ae65945fda83f3e52c6296017",
    "tags": ["lts", "日本"],
    "self": "/v2/images/7f6c3a52-53c6-4b1e-9a3e-2f8d3b8f4f0e",
    "file": "/v2/images/7f6c3a52-53c6-4b1e-9a3e-2f8d3b8f4f0e/file",
    "schema": "/v2/schemas/image",
    "hw_disk_bus": "virtio",
    "stores": "fast,reliable",
}


def exactly(image: Image) -> list[tuple[str, str]]:
    """Every field with its type: 1, 1.0 and True are equal in Python, and NaN is not equal to itself."""
    return [(field.name, repr(getattr(image, field.name))) for field in fields(Image)]


@settings(max_examples=600)
@given(wires)
@example({})
@example({"id": "1", "size": 5.0, "min_disk": True, "tags": ["a", None], "created_at": "soon"})
@example({"id": "1", "size": "5", "min_disk": "x", "protected": "False", "os_hidden": "no"})
@example({"id": "1", "size": float("inf"), "virtual_size": float("nan"), "metadata": {"a": 1}})
def test_the_fast_way_gives_exactly_what_the_schema_gives(wire: dict[str, Any]) -> None:
    assert exactly(fast.decode(wire)) == exactly(image_schema.decode(wire))


@given(wires)
def test_nothing_that_the_service_said_is_lost(wire: dict[str, Any]) -> None:
    image = fast.decode(wire)

    for key, value in wire.items():
        if key in image.properties:
            assert image.properties[key] is value
        elif value is not None:
            held = getattr(image, "self_" if key == "self" else key)
            said = FIELDS["self_" if key == "self" else key].deserialize(value)
            assert (held, type(held)) == (said, type(said))
    assert image.properties.keys() <= wire.keys()


@given(wires)
def test_decoding_leaves_its_input_as_it_was(wire: dict[str, Any]) -> None:
    before = copy.deepcopy(wire)

    fast.decode(wire)

    assert repr(wire) == repr(before)


@given(st.sampled_from(sorted(WIRE_NAMES)), json_values)
def test_a_field_of_any_type_at_all_never_breaks_an_image(name: str, value: Any) -> None:
    image = fast.decode(GLANCE | {name: value})

    assert image.checksum == GLANCE["checksum"] or name == "checksum"
    assert image.properties["hw_disk_bus"] == "virtio"


def test_every_field_of_a_glance_answer_is_read() -> None:
    image = fast.decode_image(GLANCE)

    expected: dict[str, Any] = {
        key: GLANCE[key] for key in GLANCE if key not in ("self", "tags", "hw_disk_bus", "stores")
    }
    expected |= {
        "self_": GLANCE["self"],
        "tags": ("lts", "日本"),
        "created_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
        "updated_at": datetime(2026, 1, 2, 3, 4, 6, tzinfo=timezone.utc),
        "properties": {"hw_disk_bus": "virtio", "stores": "fast,reliable"},
    }
    assert image == Image(**expected)


def test_the_schema_and_the_dataclass_know_the_same_fields_in_the_same_order() -> None:
    assert [field.name for field in fields(Image)] == [*FIELDS, "properties"]


def test_enterprise_cloud_fields_are_fields() -> None:
    image = fast.decode_image(GLANCE | {"license_switch": "WindowsServer_BYOL", "metadata": {"a": "b"}})

    assert image.license_switch == "WindowsServer_BYOL"
    assert image.metadata == {"a": "b"}
    assert image.properties == {"hw_disk_bus": "virtio", "stores": "fast,reliable"}


def test_an_old_service_without_the_fields_of_api_2_7_is_read() -> None:
    old = {key: value for key, value in GLANCE.items() if not key.startswith("os_h") and key != "stores"}

    image = fast.decode_image(old)

    assert (image.os_hash_algo, image.os_hash_value, image.os_hidden) == (None, None, None)
    assert image.checksum == GLANCE["checksum"]


@pytest.mark.parametrize("size", [None, 1024, 1024.0, 0, 0.0, 2**63])
@pytest.mark.parametrize("name", ["size", "virtual_size", "min_disk", "min_ram"])
def test_numbers_come_from_null_int_and_float(name: str, size: float | None) -> None:
    image = fast.decode_image(GLANCE | {name: size})

    held = getattr(image, name)
    assert held == size
    assert type(held) in (int, type(None))
    assert name not in image.properties


@pytest.mark.parametrize(
    ("name", "text", "means"),
    [
        ("protected", "false", False),
        ("protected", "True", True),
        ("os_hidden", "FALSE", False),
        ("os_hidden", "1", True),
        ("os_hidden", "0", False),
        ("min_ram", "512", 512),
        ("min_disk", "0", 0),
        ("min_disk", "20.0", 20),
        ("size", "2147483648", 2147483648),
    ],
)
def test_a_text_that_plainly_spells_a_boolean_or_a_number_is_read_as_one(name: str, text: str, means: int) -> None:
    image = fast.decode_image(GLANCE | {name: text})

    assert (getattr(image, name), type(getattr(image, name))) == (means, type(means))
    assert name not in image.properties


@pytest.mark.parametrize("odd", ["yes", "on", "", " true", "tru", 1, 0, 1.0, [], "\uff11"])
def test_a_flag_that_is_not_plainly_one_is_kept_raw_in_properties(odd: float | str) -> None:
    image = fast.decode_image(GLANCE | {"protected": odd})

    assert image.protected is None
    assert image.properties["protected"] == odd


@pytest.mark.parametrize("text", ["1e3", "0x10", " 5", "5 ", "1_000", "\uff15", "9" * 5000, "1.5", "+5", "-"])
def test_a_text_that_does_not_plainly_spell_a_number_is_kept_raw(text: str) -> None:
    assert fast.decode_image(GLANCE | {"min_ram": text}).properties["min_ram"] == text


@pytest.mark.parametrize(("name", "text"), [("protected", "true"), ("min_ram", "512"), ("min_disk", "5")])
def test_what_is_sent_is_never_taken_from_a_text(name: str, text: str) -> None:
    with pytest.raises(InvalidRequest, match=name):
        CreateOpts(**dict[str, Any]({name: text}))


@pytest.mark.parametrize("odd", [1.5, True, [], {}, "", -0.5])
def test_a_size_that_is_no_whole_number_is_kept_raw_in_properties(odd: Any) -> None:
    image = fast.decode_image(GLANCE | {"size": odd})

    assert image.size is None
    assert image.properties["size"] == odd


@pytest.mark.parametrize("name", sorted(WIRE_NAMES - {"id"}))
def test_null_is_the_same_as_absent(name: str) -> None:
    absent = {key: value for key, value in GLANCE.items() if key != name}

    assert fast.decode_image(GLANCE | {name: None}) == fast.decode_image(absent)


@pytest.mark.parametrize(
    "name", ["properties", "self_", "__os_type", "", "__class__", ".os.type", "名前", "copy", "draft", "a" * 255]
)
@pytest.mark.parametrize("value", ["x", None, {"a": [1]}, 5])
def test_an_unknown_key_goes_to_properties_under_whatever_name(name: str, value: Any) -> None:
    assert fast.decode_image(GLANCE | {name: value}).properties[name] == value


def test_a_custom_property_called_metadata_is_a_property() -> None:
    image = fast.decode_image(GLANCE | {"metadata": "mine"})

    assert image.properties["metadata"] == "mine"
    assert image.metadata == {}


def test_what_a_failed_import_leaves_is_in_properties() -> None:
    left = {"os_glance_failed_import": "file1", "os_glance_importing_to_stores": "", "locations": [{"url": "x"}]}

    assert fast.decode_image(GLANCE | left).properties.items() >= left.items()


def test_dates_have_a_zone_even_when_the_service_leaves_it_out() -> None:
    image = fast.decode_image(
        GLANCE | {"created_at": "2026-01-02T03:04:05.25", "updated_at": "2026-01-02T12:04:05+09:00"}
    )

    assert image.created_at == datetime(2026, 1, 2, 3, 4, 5, 250_000, tzinfo=timezone.utc)
    assert image.updated_at is not None
    assert image.updated_at - image.created_at == timedelta(milliseconds=-250)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><title>Log in</title></html>", "not JSON"),
        (b"", "not JSON"),
        (b'{"id": "1", "na', "not JSON: Unterminated string starting at, character 12 of 15"),
        (b"\xff\xfe\x00\xd8", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"1" * 5000 + b"}", "not JSON"),
        (b"[]", "a JSON list, not an object"),
        (b"null", "not an object"),
        (b"{}", "it has no id"),
        (b'{"id": null}', "it has no id"),
        (b'{"id": 5}', "it has no id"),
        (b'{"error": "secret"}', "it has no id"),
    ],
)
def test_an_answer_that_is_no_image_is_one_clear_error(body: bytes, reason: str) -> None:
    with pytest.raises(WireError, match=reason) as caught:
        fast.decode_image(body)

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_image_is_read_from_bytes_text_and_objects_alike() -> None:
    text = '{"id": "1", "name": "日本"}'

    assert fast.decode_image(text) == fast.decode_image(text.encode()) == fast.decode_image({"id": "1", "name": "日本"})
