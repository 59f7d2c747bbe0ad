"""Flags that arrive as strings."""

from __future__ import annotations

from typing import Any

import pytest

from ecl_pulumi_images.client.errors import ConfigurationError
from ecl_pulumi_images.client.settings.tls import certificate, verification


@pytest.mark.parametrize("off", [False, "false", "False", "0", "no", "off", " FALSE ", 0])
def test_verify_is_off_in_every_spelling(off: Any) -> None:
    assert verification({"verify": off, "cacert": "/no/ca.pem"}) is False


@pytest.mark.parametrize("on", [True, "true", "1", "yes", "On"])
def test_verify_is_on_in_every_spelling(on: Any) -> None:
    assert verification({"verify": on}) is True


@pytest.mark.parametrize("off", [True, "true", "1"])
def test_insecure_is_the_opposite(off: Any) -> None:
    assert verification({"insecure": off}) is False


def test_an_insecure_that_is_false_changes_nothing() -> None:
    assert verification({"insecure": "false"}) is True
    assert verification({"insecure": "0", "cacert": __file__}) == __file__


def test_a_path_is_the_authority() -> None:
    assert verification({"cacert": __file__}) == __file__
    assert verification({"verify": __file__}) == __file__


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"cacert": "/no/ca.pem"}, "cacert: there is no file /no/ca.pem"),
        ({"verify": "maybe"}, "verify must be true, false or the file of an authority, and there is no file maybe"),
        ({"verify": "maybe", "cacert": "/no/ca.pem"}, "cacert: there is no file /no/ca.pem"),
    ],
)
def test_an_authority_that_is_no_file_is_told_with_its_setting(settings: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        verification(settings)

    assert str(refused.value) == told


def test_an_insecure_that_is_neither_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="insecure is 'maybe'"):
        verification({"insecure": "maybe"})


def test_a_certificate_goes_with_its_key() -> None:
    assert certificate({"cert": "/c", "key": "/k"}) == ("/c", "/k")
    assert certificate({"cert": "/c"}) == "/c"
    assert certificate({"key": "/k"}) is None
