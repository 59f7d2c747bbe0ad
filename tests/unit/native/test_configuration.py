"""A plugin's settings are those of the stack or of an explicit provider, whichever front end wrote them."""

from __future__ import annotations

from typing import Any

import pytest

from ecl_pulumi_images.acts.configuration import STACK
from ecl_pulumi_images.client import ConfigurationError
from ecl_pulumi_images.native.configuration import configured, secret_settings, settings

DEFAULT = "urn:pulumi:dev::images::pulumi:providers:ecl::default_0_1_0"
JP2 = "urn:pulumi:dev::images::pulumi:providers:ecl::jp2"


def test_the_state_of_a_dynamic_provider_says_the_same() -> None:
    dynamic = {"ecl:region": "jp2", "ecl:showPatch": True, "ecl:Provider:name": "jp2"}

    assert settings(dynamic) == settings({"region": "jp2", "show_patch": True}) == {"region": "jp2", "showPatch": True}


def test_what_only_the_engine_uses_is_no_setting() -> None:
    assert settings({"version": "0.1.0", "pluginDownloadURL": "x", "__internal": {}, "cloud": None}) == {}


@pytest.mark.parametrize("value", [True, "true"])
def test_an_sdk_may_write_numbers_and_flags_as_text(value: Any) -> None:
    held = configured({"showPatch": value, "insecure": value, "uploads": "2", "timeout": "30"}, DEFAULT)

    assert held.show_patch is True


def test_the_engines_own_provider_speaks_of_the_stacks_configuration() -> None:
    assert configured({"region": "jp1"}, DEFAULT)._source == STACK
    assert configured({"region": "jp1"}, JP2)._source == "the Provider 'jp2'"


@pytest.mark.parametrize(
    ("urn", "message"),
    [
        (DEFAULT, "there is no configuration key ecl:regoin (did you mean ecl:region?)"),
        (JP2, "the Provider 'jp2' has no setting 'regoin' (did you mean region?)"),
    ],
)
def test_a_slip_is_refused_where_it_was_written(urn: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        configured({"regoin": "jp1"}, urn)

    assert str(refused.value) == message


def test_a_project_of_the_same_name_has_keys_of_its_own() -> None:
    configured({"flavour": "mine"}, DEFAULT.replace("images", "ecl"))


def test_passwords_are_secret_however_they_were_given() -> None:
    assert {"password", "token"} <= secret_settings({})
    assert "username" in secret_settings({"username": "x", "secret_inputs": ["username"]})
