"""Images on NTT Enterprise Cloud: an Image API of version 2.6, and licences (cases J)."""

import pytest

from ecl_pulumi_images import Image, client

from .stack import changes

WINDOWS, RED_HAT = "WindowsServer_2012R2_Standard_64_ComLicense", "RedHatEnterpriseLinux_7_64_BYOL"


@pytest.fixture
def mine(enterprise):
    """The image service as demo1 sees it."""
    return client.connect(cloud="demo1", config_files=[enterprise.clouds_yaml], load_envvars=False)


def declare(**arguments):
    return lambda: Image("noble", **arguments) and None


def recorded(stack):
    return stack.resources()["noble"]


@pytest.mark.parametrize("visibility", ["shared", "community", "private"])
def test_what_the_user_says_is_sent_whatever_a_list_of_old_values_might_say(ecl_stack, mine, visibility):
    ecl_stack.up(declare(visibility=visibility))

    assert mine.get(recorded(ecl_stack)["id"]).visibility == visibility


def test_fields_that_the_service_does_not_know_are_not_missed(ecl_stack, mine, iso):
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


def test_a_younger_field_that_the_user_asks_for_is_refused_by_the_service_with_one_line(ecl_stack, mine):
    before = len(list(mine.list()))

    said = ecl_stack.failure(lambda: ecl_stack.up(declare(os_hidden=True)))

    assert "Unknown attribute os_hidden: this service has Image API 2.6" in said
    assert "Traceback" not in said
    assert len(list(mine.list())) == before


def test_a_licence_is_kept_as_it_is_written_and_never_drifts(ecl_stack, mine):
    ecl_stack.up(declare(license_switch=WINDOWS))

    assert mine.get(recorded(ecl_stack)["id"]).license_switch == WINDOWS
    assert recorded(ecl_stack)["outputs"]["license_switch"] == WINDOWS
    assert changes(ecl_stack.refresh()) == {}
    assert changes(ecl_stack.up(declare(license_switch=WINDOWS))) == {}


def test_a_licence_that_the_service_put_there_is_no_drift(ecl_stack, mine):
    record = mine.create(client.CreateOpts(name="noble", license_switch=RED_HAT))

    ecl_stack.up(declare(adopt=record.id))

    assert changes(ecl_stack.refresh()) == {}
    assert changes(ecl_stack.up(declare(name="noble"))) == {}
    assert mine.get(record.id).license_switch == RED_HAT


def test_an_unknown_licence_is_refused_with_those_that_there_are(ecl_stack):
    said = ecl_stack.failure(lambda: ecl_stack.up(declare(license_switch="Windows")))

    assert f"license_switch 'Windows' is none of the service's: {WINDOWS}, " in said
    assert RED_HAT in said
    assert "Traceback" not in said
