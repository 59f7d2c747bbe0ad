"""Which name was meant (design rule 11)."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.names.near import near, slip
from ecl_pulumi_images.client.settings.names import FOREIGN, NAMES, OWN
from ecl_pulumi_images.client.settings.unknown_names import refuse_slip_in_file, slips_in_variables

names = st.sampled_from(sorted(name for name in NAMES if len(name) > 7))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("regoin_name", "region_name"),
        ("authUrl", "auth_url"),
        ("userName", "username"),
        ("tenantName", "project_name"),
        ("tenant", "project_name"),
        ("Cloud", "cloud"),
        ("clouds", "cloud"),
        ("region", "region_name"),
        ("pasword", "password"),
        ("user", "username"),
        ("endpoint_overide", "endpoint_override"),
    ],
)
def test_a_name_that_is_none_leads_to_the_one_that_is_meant(written: str, meant: str) -> None:
    assert near(written, OWN, FOREIGN) == meant


def test_a_name_like_none_leads_nowhere() -> None:
    assert near("zzz", OWN, FOREIGN) is None


@given(names, st.data())
def test_two_letters_exchanged_are_a_slip(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    written = name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    found = slip(written, NAMES)

    assert found is not None
    assert found == name or slip(found, {name}) == name  # some names are one slip apart themselves


OTHER_TOOLS = (
    *("compute_api_version", "volume_endpoint_override", "image_api_use_tasks", "identity_api_version", "networks"),
    *("image_format", "floating_ip_source", "secgroup_source", "force_ipv4", "prefer_ipv6", "vendor_hook", "message"),
    *("external_network", "metrics", "disable_vendor_agent", "status", "image_status_code_retries", "rating_endpoint"),
    *("object_store_interface", "network_region_name", "dns_service_type", "app_name", "object_store_timeout"),
)


def test_keys_of_other_tools_in_clouds_yaml_are_none_of_our_business() -> None:
    refuse_slip_in_file("cloud 'a'", OTHER_TOOLS)


def test_every_key_of_openstacksdks_own_description_passes() -> None:
    import json
    from pathlib import Path

    from openstack import config

    described = json.loads((Path(config.__file__).parent / "schema.json").read_text())
    properties = described.get("properties") or described["$defs"]["cloud"]["properties"]
    assert "auth_type" in properties
    refuse_slip_in_file("cloud 'a'", properties)


OTHER_VARIABLES = (
    *("OS_IDENTITY_API_VERSION", "OS_VOLUME_API_VERSION", "OS_NO_CACHE", "OS_SERVICE_TOKEN", "OS_SERVICE_ENDPOINT"),
    *("OS_NAME", "OS_TYPE", "OS_ARCH", "OS_VERSION", "OS_USER_DOMAIN", "OS_PROJECT_DOMAIN", "OS_TENANT", "OS_USER"),
    *("OS_TEST_PATH", "OS_STDOUT_CAPTURE", "OS_LOG_CAPTURE", "OS_KEYPAIR", "OS_NETWORK", "OS_BAREMETAL_API_VERSION"),
)


def test_variables_of_other_tools_are_none_of_our_business() -> None:
    assert slips_in_variables(OTHER_VARIABLES) == {}


def test_a_slip_in_a_variable_counts_only_where_the_variable_would() -> None:
    environment = ["OS_REGOIN_NAME", "OS_PROJCT_ID", "PATH"]

    assert slips_in_variables(environment) == {"OS_REGOIN_NAME": "region_name", "OS_PROJCT_ID": "project_id"}
    assert slips_in_variables(environment, {"region_name"}) == {"OS_REGOIN_NAME": "region_name"}


def test_every_option_of_keystoneauths_plugins_is_known() -> None:
    from keystoneauth1 import loading

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaders: list[Any] = [loading.get_plugin_loader(name) for name in loading.get_available_plugin_names()]
    taken = {str(option.dest) for loader in loaders for option in loader.get_options()}

    assert taken - NAMES.keys() == {"tenant_id", "tenant_name"}
