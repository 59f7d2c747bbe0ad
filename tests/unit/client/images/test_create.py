"""What a new image is asked to be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.constants import ImageVisibility
from ecl_pulumi_images.client.images.create import CreateOpts
from ecl_pulumi_images.client.images.decode import decode_image
from ecl_pulumi_images.client.images.fields import WIRE_NAMES
from ecl_pulumi_images.client.invalid import InvalidRequest


def test_nothing_set_sends_nothing() -> None:
    assert CreateOpts().to_wire() == {}


def test_every_field_goes_under_its_own_name_and_properties_at_the_top_level() -> None:
    opts = CreateOpts(
        name="Ubuntu 24.04",
        id="e7db3b45-8db7-47ad-8109-3fb55c2c24fd",
        visibility=ImageVisibility.PRIVATE,
        tags=["ubuntu", "quantal"],
        container_format="bare",
        disk_format="qcow2",
        min_disk=0,
        min_ram=512,
        license_switch="WindowsServer_2012R2_Standard_64_ComLicense",
        protected=False,
        os_hidden=False,
        owner="a7509e1ae65945fda83f3e52c6296017",
        properties={"architecture": "x86_64", ".os.type": "", "properties": "p", "metadata": "m"},
    )

    assert opts.to_wire() == {
        "name": "Ubuntu 24.04",
        "id": "e7db3b45-8db7-47ad-8109-3fb55c2c24fd",
        "visibility": "private",
        "tags": ["ubuntu", "quantal"],
        "container_format": "bare",
        "disk_format": "qcow2",
        "min_disk": 0,
        "min_ram": 512,
        "license_switch": "WindowsServer_2012R2_Standard_64_ComLicense",
        "protected": False,
        "os_hidden": False,
        "owner": "a7509e1ae65945fda83f3e52c6296017",
        "architecture": "x86_64",
        ".os.type": "",
        "properties": "p",
        "metadata": "m",
    }
    assert type(opts.to_wire()["visibility"]) is str


def test_fields_that_old_services_refuse_are_never_sent_unasked() -> None:
    sent = CreateOpts(name="a", disk_format="raw", container_format="bare").to_wire()

    assert sent == {"name": "a", "disk_format": "raw", "container_format": "bare"}


def test_a_visibility_younger_than_this_client_is_sent_as_the_user_said() -> None:
    assert CreateOpts(visibility="galactic").to_wire() == {"visibility": "galactic"}


def test_a_set_of_tags_is_sent_in_one_order() -> None:
    assert CreateOpts(tags={"c", "a", "b"}).to_wire() == {"tags": ["a", "b", "c"]}


def test_an_empty_string_and_an_empty_list_are_values() -> None:
    assert CreateOpts(name="", tags=[], properties={"a": ""}).to_wire() == {"name": "", "tags": [], "a": ""}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": 5}, "name is 5, not a string"),
        ({"tags": "lts"}, "tags is 'lts', not a list of strings"),
        ({"tags": ["a", 1]}, "tags is not a list of strings"),
        ({"min_disk": "5"}, "min_disk is '5', not a whole number"),
        ({"min_disk": 1.5}, "min_disk is 1.5, not a whole number"),
        ({"min_disk": True}, "min_disk is True, not a whole number"),
        ({"min_ram": -1}, "min_ram is -1; it cannot be below 0"),
        ({"protected": "true"}, "protected is 'true', not true or false"),
        ({"protected": 0}, "protected is 0, not true or false"),
        ({"properties": {"cores": 4}}, "'cores' is 4, not a string"),
        ({"properties": {"agent": True}}, "'agent' is True, not a string"),
        ({"properties": {"gone": None}}, "'gone' is None, not a string"),
        ({"properties": {"list": ["a"]}}, "'list' is .*, not a string"),
        ({"properties": ["a"]}, "properties is .*, not a mapping"),
        ({"properties": {5: "a"}}, "the name 5 is not a string"),
        ({"properties": {"min_disk": "5"}}, "'min_disk' is a field of the image: give it as min_disk="),
        ({"properties": {"size": "5"}}, "'size' is a field that the service fills"),
        ({"properties": {"self": "5"}}, "'self' is a field that the service fills"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_its_name(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason) as caught:
        CreateOpts(**fields)

    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("name", sorted(WIRE_NAMES - {"metadata"}))
def test_no_property_can_take_the_place_of_a_field(name: str) -> None:
    with pytest.raises(InvalidRequest, match=f"'{name}' is a field"):
        CreateOpts(properties={name: "x"})


text = st.text(max_size=10)
fields = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "visibility", "container_format", "disk_format", "license_switch", "owner"), text),
        "tags": st.lists(text, max_size=3),
        "min_disk": st.integers(0),
        "min_ram": st.integers(0),
        "protected": st.booleans(),
        "os_hidden": st.booleans(),
        "properties": st.dictionaries(text.filter(lambda key: key not in WIRE_NAMES), text, max_size=4),
    },
)


@given(fields)
def test_an_image_comes_back_as_it_was_asked_for(asked: dict[str, Any]) -> None:
    wire = json.loads(json.dumps(CreateOpts(**asked).to_wire()))

    image = decode_image(wire | {"id": "1"})

    for name, value in asked.items():
        assert getattr(image, name) == (tuple(value) if name == "tags" else value)
