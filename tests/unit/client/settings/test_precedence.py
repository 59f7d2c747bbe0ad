"""Which setting wins (design rule 10, cases A2 and A5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.errors import ConfigurationError
from ecl_pulumi_images.client.settings.precedence import Settings, merge

B = ("cloud 'b'", {"auth": {"auth_url": "http://b", "username": "ub", "password": "pb", "project_id": "PRJ-B"}})


def arguments(**given: Any) -> tuple[str, dict[str, Any]]:
    return "the arguments", given


def stack(**given: Any) -> tuple[str, dict[str, Any]]:
    return "stack configuration", given


def test_of_each_field_the_strongest_source_wins() -> None:
    found = merge([arguments(region_name="r1"), stack(region_name="r2", interface="internal"), B])

    assert (found["region_name"], found["interface"], found["auth_url"]) == ("r1", "internal", "http://b")
    assert found.source("interface") == "stack configuration"
    assert found.source("nothing") is None


@pytest.mark.parametrize("unset", [None, ""])
def test_an_empty_value_is_no_value(unset: str | None) -> None:
    assert merge([arguments(region_name=unset), stack(region_name="r2")])["region_name"] == "r2"


def test_false_and_zero_are_values() -> None:
    found = merge([arguments(verify=False), stack(verify=True)])

    assert found["verify"] is False


def test_a_project_id_drops_all_that_weaker_sources_say_of_the_project() -> None:
    weaker = ("cloud 'a'", {"username": "u", "password": "p", "project_name": "n", "project_domain_name": "d"})

    found = merge([stack(project_id="PRJ-D"), weaker])

    assert found["project_id"] == "PRJ-D"
    assert not {"project_name", "project_domain_name", "project_domain_id"} & set(found)


def test_a_project_name_keeps_the_weaker_sources_domain_and_drops_its_id() -> None:
    weaker = ("cloud 'a'", {"project_id": "PRJ-A", "project_domain_id": "default"})

    found = merge([stack(project_name="n"), weaker])

    assert (found["project_name"], found["project_domain_id"]) == ("n", "default")
    assert "project_id" not in found


@pytest.mark.parametrize(
    ("secret", "strong"),
    [("password", {"password": "x"}), ("application credential secret", {"application_credential_secret": "x"})],
)
def test_a_secret_and_its_user_from_two_sources_is_an_error_that_names_both(
    secret: str, strong: dict[str, str]
) -> None:
    weak = ("cloud 'b'", {"username": "ub", "application_credential_id": "ab"})

    with pytest.raises(ConfigurationError) as refused:
        merge([stack(**strong), weak])

    assert f"the {secret} comes from stack configuration and the user from cloud 'b'" in str(refused.value)


def test_a_user_without_a_password_does_not_take_a_weaker_sources_password() -> None:
    with pytest.raises(ConfigurationError, match="the user comes from stack configuration and the password from cloud"):
        merge([stack(username="me"), B])


def test_a_whole_identity_replaces_a_weaker_one_whole() -> None:
    found = merge([stack(application_credential_id="i", application_credential_secret="s"), B])

    assert not {"username", "password"} & set(found)
    assert found.source("application_credential_id") == "stack configuration"


def test_a_user_name_takes_its_domain_from_a_weaker_source_but_a_user_id_does_not() -> None:
    weaker = ("OS_*", {"user_domain_name": "Default"})

    assert merge([stack(username="me", password="x"), weaker])["user_domain_name"] == "Default"
    assert "user_domain_name" not in merge([stack(user_id="me", password="x"), weaker])


def test_an_application_credential_drops_the_scope_and_says_so() -> None:
    found = merge([stack(application_credential_id="i", application_credential_secret="s", project_id="P")])

    assert "project_id" not in found
    assert found.dropped == ("project_id",)


def test_no_authentication_drops_every_identity() -> None:
    found = merge([arguments(auth_type="none", endpoint_override="http://h"), B])

    assert found["auth_type"] == "none"
    assert not {"username", "password", "project_id"} & set(found)


def test_a_weaker_none_does_not_undo_a_stronger_identity() -> None:
    found = merge([arguments(username="u", password="p"), ("OS_*", {"auth_type": "none"})])

    assert found["username"] == "u"
    assert "auth_type" not in found


def test_trust_comes_from_one_source() -> None:
    found = merge([arguments(cacert="/ca.pem"), ("OS_*", {"insecure": "true"})])

    assert found["cacert"] == "/ca.pem"
    assert "insecure" not in found


def test_the_older_names_mean_the_same() -> None:
    found = merge([stack(tenant_id="P", user_name="u", password="p", region="r", endpoint_type="internal")])

    assert [found[name] for name in ("project_id", "username", "region_name", "interface")] == [
        "P",
        "u",
        "r",
        "internal",
    ]


def test_what_is_said_for_images_wins_over_what_is_said_for_all() -> None:
    assert merge([stack(image_interface="admin", interface="public")])["interface"] == "admin"


def test_a_domain_said_once_is_the_users_and_the_projects() -> None:
    found = merge([stack(username="u", password="p", project_name="n", domain_id="d")])

    assert (found["user_domain_id"], found["project_domain_id"]) == ("d", "d")
    assert "domain_id" not in found


def test_no_value_is_in_the_repr() -> None:
    assert "SECRET" not in repr(merge([stack(username="u", password="SECRET")]))


names = st.sampled_from(["username", "user_id", "password", "token", "project_id", "project_name", "region_name"])
sources = st.lists(st.dictionaries(names, st.text(min_size=1), max_size=5), min_size=1, max_size=4)


@given(sources)
def test_user_and_password_always_come_from_one_source(given_sources: list[dict[str, str]]) -> None:
    found: Settings
    try:
        found = merge([(f"s{index}", one) for index, one in enumerate(given_sources)])
    except ConfigurationError:
        return
    who = {found.source(name) for name in ("username", "user_id", "password") if name in found}

    assert len(who) <= 1
    assert not {"project_id", "project_name"} <= set(found)


def test_a_password_beside_another_sources_application_credential_is_an_error_that_names_both() -> None:
    key = ("cloud 'k'", {"application_credential_id": "i", "application_credential_secret": "s"})

    with pytest.raises(ConfigurationError, match=r"password comes from stack configuration .* from cloud 'k'"):
        merge([stack(password="x"), key])


OF_NAMES = {
    "username": "u",
    "password": "p",
    "user_domain_name": "UD",
    "project_name": "n",
    "project_domain_name": "PD",
}
NAMED = ("cloud 'n'", OF_NAMES)
DOMAINS = {"user_domain_id", "user_domain_name", "project_domain_id", "project_domain_name", "domain_id", "domain_name"}


def domains(found: Settings) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name in DOMAINS}


@pytest.mark.parametrize(
    ("stronger", "domains_then"),
    [
        ({"user_domain_name": "X"}, {"user_domain_name": "X", "project_domain_name": "PD"}),
        ({"user_domain_id": "X"}, {"user_domain_id": "X", "project_domain_name": "PD"}),
        ({"project_domain_name": "X"}, {"user_domain_name": "UD", "project_domain_name": "X"}),
        ({"project_domain_id": "X"}, {"user_domain_name": "UD", "project_domain_id": "X"}),
        ({"default_domain_id": "X"}, {"user_domain_id": "X", "project_domain_id": "X"}),
        ({"domain_id": "X"}, {"user_domain_id": "X", "project_domain_id": "X"}),
        ({"domain_name": "X"}, {"user_domain_name": "X", "project_domain_name": "X"}),
    ],
)
def test_a_domain_alone_overrides_the_domain_of_a_weaker_sources_user_or_project(
    stronger: dict[str, str], domains_then: dict[str, str]
) -> None:
    found = merge([stack(**stronger), NAMED])

    assert domains(found) == domains_then
    assert (found["username"], found["project_name"]) == ("u", "n")


@pytest.mark.parametrize("domain", ["user_domain_name", "project_domain_id", "domain_id", "default_domain_id"])
def test_a_domain_changes_nothing_where_user_and_project_go_by_id(domain: str) -> None:
    by_id = ("cloud 'i'", {"user_id": "u", "password": "p", "project_id": "P"})

    found = merge([stack(**{domain: "X"}), by_id])

    assert dict(found) == by_id[1]


def test_a_domain_without_any_project_is_what_the_token_is_for() -> None:
    assert merge([stack(domain_id="X"), ("OS_*", {"username": "u", "password": "p"})])["domain_id"] == "X"


def test_a_weaker_domain_serves_a_stronger_project_that_has_none() -> None:
    found = merge([stack(project_name="n", username="u", password="p"), ("OS_*", {"domain_id": "X"})])

    assert domains(found) == {"user_domain_id": "X", "project_domain_id": "X"}


def test_a_project_id_wins_over_the_name_and_domain_beside_it() -> None:
    found = merge([stack(project_id="P", project_name="n", project_domain_id="d")])

    assert dict(found) == {"project_id": "P"}


def test_an_auth_type_alone_goes_with_a_weaker_sources_identity() -> None:
    found = merge([stack(auth_type="v3password"), NAMED])

    assert (found["auth_type"], found["username"], found["password"]) == ("v3password", "u", "p")


def test_a_weaker_auth_type_is_not_that_of_a_stronger_identity() -> None:
    found = merge([stack(username="u", password="p"), ("OS_*", {"auth_type": "v3applicationcredential"})])

    assert "auth_type" not in found


def test_a_passcode_alone_is_a_secret_without_its_user() -> None:
    with pytest.raises(ConfigurationError, match="passcode comes from stack configuration and the user from cloud 'n'"):
        merge([stack(passcode="123456"), NAMED])


@pytest.mark.parametrize(
    "whole",
    [
        {"username": "me", "passcode": "123456"},
        {"username": "me", "token": "t"},
        {"username": "me", "application_credential_name": "a", "application_credential_secret": "s"},
    ],
)
def test_an_identity_with_any_secret_is_whole_beside_a_weaker_password(whole: dict[str, str]) -> None:
    found = merge([stack(**whole), NAMED])

    assert {name: found[name] for name in whole} == whole
    assert "password" not in found


@pytest.mark.parametrize(
    "secret", [{"token": "t"}, {"application_credential_id": "i", "application_credential_secret": "s"}]
)
def test_a_user_alone_does_not_take_any_weaker_secret(secret: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"the user comes from stack configuration and the .* from OS_"):
        merge([stack(username="me"), ("OS_*", secret)])


def test_a_password_that_is_asked_for_keeps_its_project_beside_an_application_credential() -> None:
    both = {"application_credential_id": "i", "application_credential_secret": "s", "username": "u", "password": "p"}

    found = merge([stack(auth_type="password", project_id="P", **both)])

    assert (found["password"], found["project_id"], found.dropped) == ("p", "P", ())
    assert "application_credential_id" not in found
