"""One endpoint out of a catalogue (case A1)."""

from __future__ import annotations

import pytest

from ecl_pulumi_images.client.auth.region import Place, one_place
from ecl_pulumi_images.client.errors import ConfigurationError

THREE = [Place(name, f"https://{name}.example") for name in ("UK1", "GRA5", "DE1")]


@pytest.mark.parametrize("region", [None, "", "NOPE"])
def test_several_regions_and_none_that_fits_is_an_error_that_names_them(region: str | None) -> None:
    with pytest.raises(ConfigurationError, match="DE1, GRA5, UK1"):
        one_place(THREE, region, "public")


def test_the_region_that_is_asked_for_is_taken() -> None:
    assert one_place(THREE, "GRA5", "public").url == "https://GRA5.example"


@pytest.mark.parametrize("region", [None, ""])
def test_a_single_region_needs_no_choice(region: str | None) -> None:
    assert one_place(THREE[:1], region, "public") == THREE[0]


@pytest.mark.parametrize("again", ["http://1", "http://1/", "http://1/v2", "http://1/v2/", "http://1/v1.1"])
def test_an_endpoint_that_is_there_twice_is_one(again: str) -> None:
    assert one_place([Place("A", "http://1"), Place("A", again)], None, "public").url == "http://1"


@pytest.mark.parametrize("region", [None, "A"])
def test_several_services_in_one_region_are_an_error_that_names_them(region: str | None) -> None:
    two = [Place("A", "http://1", "glance"), Place("A", "http://2/?key=SECRET", "mirror")]

    with pytest.raises(ConfigurationError) as refused:
        one_place([*two, *THREE] if region else two, region, "public")

    told = "region A has several image services: glance at http://1, mirror at http://2/?***"
    assert str(refused.value).startswith(f"{told} (set endpoint_override")


def test_several_services_in_another_region_are_nobodys_concern() -> None:
    assert one_place([*THREE, Place("DE1", "http://2")], "UK1", "public") == THREE[0]


def test_an_empty_catalogue_is_an_error_that_names_the_interface() -> None:
    with pytest.raises(ConfigurationError, match="no internal endpoint of type image"):
        one_place([], None, "internal")
