"""The operations of an update, judged by Glance's own reading of them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from glance.api.v2.images import RequestDeserializer
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.constants import ImageVisibility, UpdateOp
from ecl_pulumi_images.client.images.patch import (
    PATCHABLE,
    Patch,
    ReplaceImageChecksum,
    ReplaceImageField,
    ReplaceImageName,
    ReplaceImageTags,
    UpdateImageProperty,
    UpdateVisibility,
    pointer,
    to_wire,
)
from ecl_pulumi_images.client.invalid import InvalidRequest

keys = st.text(st.sampled_from("~/01ab .") | st.characters(codec="utf-8"), min_size=1, max_size=8)
patchable_keys = keys.map(str.strip).filter(bool)


GLANCE = RequestDeserializer()
WRONG: Any = 5


class Request:
    """As much of a webob request as Glance's deserializer looks at."""

    content_type = "application/openstack-images-v2.1-json-patch"

    def __init__(self, body: list[dict[str, str]]) -> None:
        self.body = json.dumps(body).encode()
        self.headers = {"Content-Length": str(len(self.body)), "Content-Type": self.content_type}
        self.content_length = len(self.body)


def glance_reads(patches: Sequence[Patch]) -> list[Any]:
    """Return (operation, path, value) for each change that Glance sees in the body of a PATCH."""
    changes = GLANCE.update(Request(to_wire(patches)))["changes"]
    return [(change["op"], *change["path"], change.get("value")) for change in changes]


def test_the_patches_of_the_seed_are_operations_on_first_level_paths() -> None:
    patches: list[Patch] = [
        ReplaceImageName("new_name"),
        ReplaceImageTags(["a", "b"]),
        UpdateVisibility(ImageVisibility.SHARED),
        ReplaceImageChecksum("abc"),
    ]

    assert to_wire(patches) == [
        {"op": "replace", "path": "/name", "value": "new_name"},
        {"op": "replace", "path": "/tags", "value": ["a", "b"]},
        {"op": "replace", "path": "/visibility", "value": "shared"},
        {"op": "replace", "path": "/checksum", "value": "abc"},
    ]


def test_an_update_with_three_property_operations_keeps_their_order() -> None:
    patches: list[Patch] = [
        UpdateImageProperty(UpdateOp.ADD, "hw_disk_bus", "scsi"),
        UpdateImageProperty("replace", "hw_disk_bus", "virtio"),
        UpdateImageProperty("remove", "hw_vif_model"),
    ]

    assert to_wire(patches) == [
        {"op": "add", "path": "/hw_disk_bus", "value": "scsi"},
        {"op": "replace", "path": "/hw_disk_bus", "value": "virtio"},
        {"op": "remove", "path": "/hw_vif_model"},
    ]


def test_operations_hold_plain_strings_only() -> None:
    (visibility, added) = to_wire(
        [UpdateVisibility(ImageVisibility.PUBLIC), UpdateImageProperty(UpdateOp.ADD, "a", "b")]
    )

    assert {type(text) for text in [*visibility.values(), *added.values()]} == {str}


def test_removing_a_property_sends_no_value() -> None:
    assert UpdateImageProperty("remove", "a", "ignored").to_wire() == {"op": "remove", "path": "/a"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "n"),
        ("name", None),
        ("owner", "o"),
        ("tags", []),
        ("visibility", "community"),
        ("protected", True),
        ("os_hidden", False),
        ("min_disk", 0),
        ("min_ram", 512),
        ("container_format", "bare"),
        ("disk_format", "raw"),
    ],
)
def test_every_patchable_field_can_be_replaced(field: str, value: int | str | None) -> None:
    assert ReplaceImageField(field, value).to_wire() == {"op": "replace", "path": f"/{field}", "value": value}
    assert field in PATCHABLE


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        (lambda: ReplaceImageField("size", 5), "'size' is a field that no patch can change"),
        (lambda: ReplaceImageField("license_switch", "x"), "'license_switch' is a field that no patch can change"),
        (lambda: ReplaceImageField("hw_disk_bus", "x"), "is a custom property: UpdateImageProperty"),
        (lambda: ReplaceImageField("min_disk", "5"), "min_disk is '5', not a whole number"),
        (lambda: ReplaceImageField("min_disk", -1), "min_disk is -1; it cannot be below 0"),
        (lambda: ReplaceImageField("protected", None), "protected is null; it needs a value"),
        (lambda: ReplaceImageTags("lts").to_wire(), "tags is 'lts', not a list of strings"),
        (lambda: ReplaceImageName(WRONG).to_wire(), "name is 5, not a string"),
        (lambda: UpdateImageProperty("move", "a", "b"), "op move is none of add, replace, remove"),
        (lambda: UpdateImageProperty("add", "a"), "property 'a' is None, not a string"),
        (lambda: UpdateImageProperty("replace", "a", WRONG), "property 'a' is 5, not a string"),
        (lambda: UpdateImageProperty("remove", WRONG), "the name of a property is 5, not a string"),
        (lambda: UpdateImageProperty("remove", ""), "it is empty"),
        (lambda: UpdateImageProperty("remove", " a"), "begins or ends with white space"),
    ],
)
def test_a_patch_that_glance_would_refuse_or_misread_is_refused_here(patch: Callable[..., Any], reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        patch()


@given(patchable_keys)
def test_glance_reads_a_pointer_as_one_first_level_key(key: str) -> None:
    assert GLANCE._decode_json_pointer(pointer(key)) == [key]


@given(keys.map(" {}".format) | keys.map("{}\t".format) | keys.map("\u3000{}".format))
def test_a_key_that_glance_would_strip_to_another_is_refused(key: str) -> None:
    with pytest.raises(InvalidRequest, match="white space"):
        pointer(key)


custom_keys = patchable_keys.map("x~/{}".format)


@given(st.lists(st.tuples(st.sampled_from(["add", "replace", "remove"]), custom_keys, st.text(max_size=5)), max_size=5))
def test_glance_reads_the_operations_that_were_meant(meant: list[tuple[str, str, str]]) -> None:
    patches: list[Patch] = [UpdateImageProperty(op, key, value) for op, key, value in meant]

    assert glance_reads(patches) == [(op, key, None if op == "remove" else value) for op, key, value in meant]
