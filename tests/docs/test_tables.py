"""The tables of the documentation name everything that there is, and nothing else."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

import pytest

from ecl_pulumi_images import Image, client
from ecl_pulumi_images.acts.keys import CONNECTION, SECRET
from ecl_pulumi_images.cli.arguments import parser
from ecl_pulumi_images.client import errors
from ecl_pulumi_images.lifecycle.lookup.query import Query
from ecl_pulumi_images.lifecycle.plan.outputs import OUTPUT_ONLY

from .page import names, table, text

INPUTS = sorted(inspect.signature(Image).parameters.keys() - {"resource_name", "opts"})
FILTERS = sorted(field.name for field in fields(client.ListOpts))


def test_every_input_of_an_image_has_one_row() -> None:
    assert sorted(names("image.md", "input")) == INPUTS


def test_every_output_of_an_image_that_is_no_input_has_one_row() -> None:
    assert sorted(names("image.md", "output")) == sorted(OUTPUT_ONLY)


def test_every_output_that_is_told_of_is_declared_as_one() -> None:
    inputs = {*names("image.md", "input")} - {"image_source_username", "image_source_password"}

    assert Image.__annotations__.keys() == inputs | {*names("image.md", "output")}
    assert {kind for kind in Image.__annotations__.values() if not kind.startswith("pulumi.Output[")} == set()


def test_every_input_is_beside_those_of_other_providers() -> None:
    compared = set(names("image.md", "ours"))

    assert set(INPUTS) <= compared
    assert all(len(row) == 5 for row in table("image.md", "ours"))


@pytest.mark.parametrize(
    ("column", "arguments"),
    [
        (
            1,
            "container_format decompress disk_format hidden image_cache_path image_id image_source_password"
            " image_source_url image_source_username local_file_path min_disk_gb min_ram_mb name properties protected"
            " region tags verify_checksum visibility web_download",
        ),
        (
            2,
            "container_format description disk_format license_switch local_file_path min_disk_gb min_ram_mb name"
            " properties protected region tags verify_checksum visibility",
        ),
    ],
)
def test_every_argument_of_the_terraform_resources_has_a_row(column: int, arguments: str) -> None:
    """As their documentation lists them ("Argument Reference"); that of pulumi-openstack has the first's names."""
    theirs = {name for row in table("image.md", "ours") for name in re.findall(r"`(\w+)`", row[column])}

    assert theirs - {"timeouts"} == set(arguments.split())


def test_pulumi_openstack_has_the_arguments_of_the_provider_that_it_wraps() -> None:
    rows = table("image.md", "ours")
    renamed = {"terraform import": "pulumi import", "timeouts": "custom_timeouts"}

    assert [renamed.get(row[1].strip("`"), row[1].strip("`")) for row in rows] == [row[3].strip("`") for row in rows]


def test_every_configuration_key_has_one_row() -> None:
    expected = [f"ecl:{key}" for key in (*CONNECTION, "uploads", "showPatch")]

    assert sorted(names("configuration.md", "key")) == sorted(expected)


def test_the_secret_keys_are_told_to_be_secret() -> None:
    secret = {row[0].strip("`") for row in table("configuration.md", "key") if row[1] == "secret"}

    assert secret == {f"ecl:{key}" for key in SECRET & {*CONNECTION}}


def test_every_filter_of_a_listing_is_told_of_on_the_clients_page() -> None:
    assert sorted(names("client.md", "filter")) == FILTERS


def test_every_filter_of_a_lookup_is_told_of() -> None:
    told = set(re.findall(r"`(\w+)`", text("lookups.md")))

    assert {field.name for field in fields(Query)} & set(FILTERS) <= told


def test_every_error_has_one_row() -> None:
    tree = {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and kind.__module__ == errors.__name__
    }
    elsewhere = {"BadSource", "BadTarget", "InvalidRequest", "InvalidFilter"}

    told = {
        name for first, when, _ in table("client.md", "error") for name in re.findall(r"`([A-Z]\w+)`", first + when)
    }

    assert told == (tree | elsewhere | {"ValueError"}) - {"ImageServiceError"}
    assert all(issubclass(getattr(client, name), client.ImageServiceError) for name in told - {"ValueError"})


def test_every_option_of_the_command_has_one_row() -> None:
    [commands] = [action.choices for action in parser()._actions if isinstance(action.choices, dict)]
    options = [option for action in commands["adopt"]._actions for option in action.option_strings]

    assert sorted(names("adopt.md", "option")) == sorted(set(options) - {"-h", "--help"})
