"""Images on NTT Enterprise Cloud: an Image API of version 2.6, and licences (cases J)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images import Image, client
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack, changes

WINDOWS, RED_HAT = "WindowsServer_2012R2_Standard_64_ComLicense", "RedHatEnterpriseLinux_7_64_BYOL"


@pytest.fixture
def mine(enterprise: LocalCloud) -> ImageClient:
    """The image service as demo1 sees it."""
    return client.connect(cloud="demo1", config_files=[enterprise.clouds_yaml], load_envvars=False)


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments) and None


def recorded(stack: Stack) -> dict[str, Any]:
    return stack.resources()["noble"]


@pytest.mark.parametrize("visibility", ["shared", "community", "private"])
def test_what_the_user_says_is_sent_whatever_a_list_of_old_values_might_say(
    ecl_stack: Stack, mine: ImageClient, visibility: str
) -> None:
    ecl_stack.up(declare(visibility=visibility))

    assert mine.get(recorded(ecl_stack)["id"]).visibility == visibility


def test_fields_that_the_service_does_not_know_are_not_missed(ecl_stack: Stack, mine: ImageClient, iso: Path) -> None:
    program = declare(local_file_path=str(iso), tags=["a"], properties={"os_distro": "ubuntu"})
    ecl_stack.up(program)

    refreshed = ecl_stack.refresh()
    again = ecl_stack.up(program)
    changed = ecl_stack.up(declare(local_file_path=str(iso), name="n2", tags=["b"], properties={"os_distro": "debian"}))

    assert changes(refreshed) == changes(again) == {}
    assert changes(changed) == {"update": 1}
    record = mine.get(recorded(ecl_stack)["id"])
    assert (record.name, record.tags, record.properties["os_distro"]) == ("n2", ("b",), "debian")
    assert (record.os_hash_value, record.os_hidden) == (None, None)
    assert record.checksum


def test_a_younger_field_that_the_user_asks_for_is_refused_by_the_service_with_one_line(
    ecl_stack: Stack, mine: ImageClient
) -> None:
    before = len(list(mine.list()))

    said = ecl_stack.failure(lambda: ecl_stack.up(declare(os_hidden=True)))

    assert "Unknown attribute os_hidden: this service has Image API 2.6" in said
    assert "Traceback" not in said
    assert len(list(mine.list())) == before


def test_a_licence_is_kept_as_it_is_written_and_never_drifts(ecl_stack: Stack, mine: ImageClient) -> None:
    ecl_stack.up(declare(license_switch=WINDOWS))

    assert mine.get(recorded(ecl_stack)["id"]).license_switch == WINDOWS
    assert recorded(ecl_stack)["outputs"]["license_switch"] == WINDOWS
    assert changes(ecl_stack.refresh()) == {}
    assert changes(ecl_stack.up(declare(license_switch=WINDOWS))) == {}


def test_a_licence_that_the_service_put_there_is_no_drift(ecl_stack: Stack, mine: ImageClient) -> None:
    record = mine.create(client.CreateOpts(name="noble", license_switch=RED_HAT))

    ecl_stack.up(declare(adopt=record.id))

    assert changes(ecl_stack.refresh()) == {}
    assert changes(ecl_stack.up(declare(name="noble"))) == {}
    assert mine.get(record.id).license_switch == RED_HAT


def test_an_unknown_licence_is_refused_with_those_that_there_are(ecl_stack: Stack) -> None:
    said = ecl_stack.failure(lambda: ecl_stack.up(declare(license_switch="Windows")))

    assert f"license_switch 'Windows' is none of the service's: {WINDOWS}, " in said
    assert RED_HAT in said
    assert "Traceback" not in said
