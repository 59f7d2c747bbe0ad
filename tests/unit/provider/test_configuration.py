"""Every key of the configuration is read, or refused in the words of the place where it stands (design rule 11)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from pulumi.dynamic import ConfigureRequest
from pulumi.dynamic.config import Config

from ecl_pulumi_images import Provider
from ecl_pulumi_images.acts.configuration import UPLOADS, Configuration
from ecl_pulumi_images.acts.keys import NAME
from ecl_pulumi_images.client import ConfigurationError
from ecl_pulumi_images.provider import engine
from ecl_pulumi_images.provider.image import ImageProvider


def read(**given: Any) -> Configuration:
    bag = {f"ecl:{key}": value for key, value in given.items()}
    return Configuration.of(bag, bag)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("regoin", "region"),
        ("authUrl", "auth_url"),
        ("userName", "username"),
        ("tenantName", "project_name"),
        ("clouds", "cloud"),
        ("Cloud", "cloud"),
        ("region_name", "region"),
        ("showpatch", "showPatch"),
        ("show_patch", "showPatch"),
        ("tenant_id", "project_id"),
        ("Uploads", "uploads"),
    ],
)
def test_an_unknown_key_is_an_error_that_names_the_near_one(written: str, meant: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read(**dict[str, Any]({written: "x"}))

    assert str(refused.value) == f"there is no configuration key ecl:{written} (did you mean ecl:{meant}?)"


def test_a_key_like_none_names_all_that_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"no configuration key ecl:zzz \(known are: ecl:app.*, ecl:uploads\)"):
        read(zzz="x")


def test_keys_of_other_namespaces_are_none_of_our_business() -> None:
    Configuration.of({}, ["tests:regoin", "openstack:regoin", "ecls:regoin", "version"])


def test_a_project_called_as_the_namespace_keeps_its_own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "get_project", lambda: "ecl")

    ImageProvider().configure(ConfigureRequest(Config({"ecl:imageCount": "3"}, "ecl")))
    with pytest.raises(RuntimeError, match="did you mean ecl:region"):
        ImageProvider().configure(ConfigureRequest(Config({"ecl:regoin": "R1"}, "ecl")))


def test_the_provider_sees_every_key_that_the_sdk_has() -> None:
    with pytest.raises(RuntimeError, match=r"no configuration key ecl:regoin \(did you mean ecl:region\?\)"):
        ImageProvider().configure(ConfigureRequest(Config({"ecl:regoin": "R1"}, "tests")))


def test_an_sdk_that_hides_the_keys_leaves_everything_else_as_it_was() -> None:
    assert engine.keys_of(SimpleNamespace(get=None)) is None
    assert Configuration.of({"ecl:region": "R1"}, None).moves("R2")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("showPatch", "nonsense", "ecl:showPatch is 'nonsense': it must be true or false"),
        ("insecure", "perhaps", "ecl:insecure is 'perhaps': it must be true or false"),
        ("timeout", "soon", "ecl:timeout is 'soon': it must be a number of seconds above 0"),
        ("timeout", "0", "ecl:timeout is '0': it must be a number of seconds above 0"),
        ("timeout", "nan", "ecl:timeout is 'nan': it must be a number of seconds above 0"),
        ("uploads", "many", "ecl:uploads is 'many': it must be a whole number above 0"),
        ("uploads", "0", "ecl:uploads is '0': it must be a whole number above 0"),
        ("region", '["R1", 2]', "ecl:region must be one value, and no list or map"),
        ("region", {"a": "b"}, "ecl:region must be one value, and no list or map"),
    ],
)
def test_a_value_that_no_setting_takes_is_refused_with_its_key(key: str, value: Any, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read(**{key: value})

    assert str(refused.value) == said


@pytest.mark.parametrize("value", ["true", "True", "yes", "1", True, 1.0])
def test_a_flag_may_be_written_in_any_way_that_people_write_one(value: Any) -> None:
    assert read(showPatch=value).show_patch


def test_an_empty_value_is_no_value() -> None:
    found = read(showPatch="", uploads="", timeout="", insecure="", region="")

    assert not found.show_patch
    assert not found.moves("R1")
    assert found.slot._initial_value == UPLOADS  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["3", 3.0, 3])
def test_a_number_of_uploads_may_be_any_whole_number(value: Any) -> None:
    assert read(uploads=value).slot._initial_value == 3  # type: ignore[attr-defined]


def test_what_an_explicit_provider_was_given_is_named_as_it_was_given() -> None:
    given = {NAME: "jp2", "ecl:timeout": "soon"}
    with pytest.raises(ConfigurationError) as refused:
        Configuration.of(given, given)

    assert str(refused.value).startswith("timeout= of the Provider 'jp2' is 'soon'")


SERVICE = {"endpoint_override": "http://127.0.0.1:9"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, r"no cloud is configured .*\(ecl:cloud or OS_CLOUD\), set ecl:auth_url"),
        ({NAME: "jp2"}, r"no cloud is configured .*\(cloud= of the Provider 'jp2' or OS_CLOUD\)"),
        ({"ecl:auth_type": "none", "ecl:auth_url": "http://h"}, "give ecl:endpoint_override"),
        ({"ecl:auth_type": "none", "ecl:endpoint_override": "http://h", "ecl:cacert": "/no"}, "ecl:cacert: there is"),
        ({"ecl:auth_type": "none", "ecl:endpoint_override": "http://h", "ecl:verify": "maybe"}, "ecl:verify must be"),
        ({"ecl:auth_url": "ftp://h", "ecl:token": "t"}, "ecl:auth_url 'ftp://h' is no URL"),
    ],
)
def test_what_a_connection_lacks_is_named_by_its_key(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "/dev/null")

    with pytest.raises(ConfigurationError, match=said):
        Configuration.of(given, given).images()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("region_name", "region"), ("authUrl", "auth_url"), ("showPatch", "show_patch"), ("tenant_name", "project_name")],
)
def test_an_unknown_argument_of_a_provider_names_the_near_one(written: str, meant: str) -> None:
    with pytest.raises(TypeError, match=f"Provider has no setting '{written}': did you mean {meant}\\?"):
        Provider("jp2", **dict[str, Any]({written: "x"}))
