"""Every way to log in that openstacksdk takes: the same settings lead to the same token request (cases K21, K23)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.client import connect_with, errors, settings_of
from tests.support.http_server import Answer, HttpServer, in_turn
from tests.support.identity_server import keystone_and

EMPTY = Answer(200, {"images": []})
USER = {"username": "u", "user_domain_id": "default", "password": "p"}
PROJECT = {"project_name": "n", "project_domain_id": "default"}

CLOUDS: dict[str, dict[str, Any]] = {
    "password": {"auth": {**USER, **PROJECT}},
    "v3password": {"auth_type": "v3password", "auth": {**USER, **PROJECT}},
    "older names": {"auth": {"user_name": "u", "password": "p", "user_domain_id": "d", "tenant_id": "t"}},
    "outside of auth": {**USER, **PROJECT},
    "default domain": {"auth": {"username": "u", "password": "p", "project_name": "n", "default_domain_id": "default"}},
    "token": {"auth_type": "token", "auth": {"token": "t", **PROJECT}},
    "v3token": {"auth_type": "v3token", "auth": {"token": "t", "project_id": "P"}},
    "system": {"auth": {**USER, "system_scope": "all"}},
    "trust": {"auth": {**USER, "trust_id": "T"}},
    "totp": {"auth_type": "v3totp", "auth": {"username": "u", "user_domain_id": "d", "passcode": "123456", **PROJECT}},
    "application credential": {
        "auth_type": "v3applicationcredential",
        "auth": {"application_credential_id": "i", "application_credential_secret": "s"},
    },
    "two factors": {
        "auth_type": "v3multifactor",
        "auth_methods": ["v3password", "v3totp"],
        "auth": {**USER, **PROJECT, "passcode": "123456"},
    },
    "two factors in one text": {
        "auth_type": "v3multifactor",
        "auth_methods": "v3password,v3totp",
        "auth": {**USER, **PROJECT, "passcode": "123456"},
    },
}


def written(tmp_path: Path, url: str, cloud: dict[str, Any]) -> str:
    entry = {**cloud, "auth": {"auth_url": f"{url}/v3", **cloud.get("auth", {})}}
    file = tmp_path / "clouds.json"
    file.write_text(json.dumps({"clouds": {"c": entry}}))
    return str(file)


SDK = """
import sys, warnings; warnings.simplefilter("ignore")
from openstack.config import OpenStackConfig
region = OpenStackConfig(config_files=[sys.argv[1]], secure_files=[], load_envvars=False).get_one("c")
region.get_session().get_token()
"""


@pytest.mark.parametrize("name", CLOUDS)
def test_the_token_is_asked_for_as_openstacksdk_asks(tmp_path: Path, name: str) -> None:
    """openstacksdk runs in a process of its own: once it has read a file, keystoneauth tells more options."""
    with keystone_and(EMPTY) as (server, identity):
        file = written(tmp_path, server.url, CLOUDS[name])
        assert list(connect_with([("arguments", {"cloud": "c"})], config_files=[file], environment={}).list()) == []
        subprocess.run([sys.executable, "-c", SDK, file], check=True, timeout=60)

    ours, theirs = identity.requests
    assert ours == theirs
    assert "null" not in json.dumps(ours)


def test_two_factors_come_from_variables_too(tmp_path: Path) -> None:
    with keystone_and(EMPTY) as (server, identity):
        environment = {f"OS_{name.upper()}": value for name, value in {**USER, **PROJECT}.items()} | {
            "OS_AUTH_URL": f"{server.url}/v3",
            "OS_AUTH_TYPE": "v3multifactor",
            "OS_AUTH_METHODS": "v3password, v3totp",
            "OS_PASSCODE": "123456",
        }
        list(connect_with([], config_files=[str(tmp_path / "no.yaml")], environment=environment).list())

    [asked] = identity.requests
    assert asked["identity"]["methods"] == ["password", "totp"]
    assert asked["identity"]["totp"]["user"]["passcode"] == "123456"
    assert asked["identity"]["password"]["user"]["password"] == "p"


@pytest.mark.parametrize("lacking", ["password", "passcode"])
def test_what_one_of_two_factors_lacks_is_named(lacking: str) -> None:
    given = {**USER, **PROJECT, "passcode": "1", "auth_url": "http://h", "auth_type": "v3multifactor"}
    given |= {"auth_methods": "v3password,v3totp"}
    del given[lacking]

    with pytest.raises(errors.ConfigurationError, match=f"{lacking} is missing"):
        connect_with([("arguments", given)], environment={}, load_yaml_config=False)


def test_an_unknown_factor_is_named_with_the_near_one() -> None:
    given = {**USER, "auth_url": "http://h", "auth_type": "v3multifactor", "auth_methods": ["v3pasword"]}

    with pytest.raises(errors.ConfigurationError, match=r"'v3pasword' is unknown \(did you mean v3password\?"):
        connect_with([("arguments", given)], environment={}, load_yaml_config=False)


@pytest.mark.parametrize("address", ["endpoint", "url", "endpoint_override"])
@pytest.mark.parametrize("auth_type", ["token_endpoint", "admin_token"])
def test_a_token_and_an_endpoint_are_enough(auth_type: str, address: str) -> None:
    with HttpServer(in_turn(EMPTY)) as server:
        given = {"auth_type": auth_type, "token": "T", address: server.url}
        list(connect_with([("arguments", given)], environment={}, load_yaml_config=False).list())

    assert server.asked() == ["GET /v2/images"]
    assert server.calls[0].headers["X-Auth-Token"] == "T"


def test_a_token_and_an_endpoint_come_from_a_file_too(tmp_path: Path) -> None:
    with HttpServer(in_turn(EMPTY)) as server:
        file = tmp_path / "clouds.json"
        entry = {"auth_type": "token_endpoint", "auth": {"endpoint": server.url, "token": "T"}}
        file.write_text(json.dumps({"clouds": {"c": entry}}))
        list(connect_with([("arguments", {"cloud": "c"})], config_files=[str(file)], environment={}).list())

    assert server.calls[0].headers["X-Auth-Token"] == "T"


@pytest.mark.parametrize("version", ["/v2.0", "/v2.0/", "/v2", "/v3/", ""])
def test_an_auth_url_of_an_older_version_leads_to_version_3(version: str) -> None:
    with keystone_and(EMPTY) as (server, identity):
        given = {**USER, **PROJECT, "auth_url": f"{server.url}{version}"}
        list(connect_with([("arguments", given)], environment={}, load_yaml_config=False).list())

    assert len(identity.requests) == 1


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ({"regoin_name": "R1"}, "region_name"),
        ({"auth": {"pasword": "x"}}, "password"),
        ({"auth": {"authUrl": "http://h"}}, "auth_url"),
        ({"reigons": ["R1"]}, "regions"),
        ({"auth": {"projct_id": "x"}}, "project_id"),
        ({"regions": [{"name": "R1", "values": {"interfce": "admin"}}]}, "interface"),
    ],
)
def test_a_slip_in_a_file_is_an_error_that_names_file_cloud_and_key(
    tmp_path: Path, entry: dict[str, Any], meant: str
) -> None:
    file = written(tmp_path, "http://h", entry)

    with pytest.raises(errors.ConfigurationError) as refused:
        settings_of([("arguments", {"cloud": "c"})], config_files=[file], environment={})

    assert f"cloud 'c' of {file}: there is no setting" in str(refused.value)
    assert str(refused.value).endswith(f"(did you mean {meant}?)")


def test_keys_of_other_services_in_a_file_are_left_alone(tmp_path: Path) -> None:
    other = {"compute_api_version": "2.79", "volume_endpoint_override": "http://v", "image_api_use_tasks": False}
    file = written(tmp_path, "http://h", {**other, "auth": USER, "nova_thing": {"a": 1}})

    assert settings_of([("arguments", {"cloud": "c"})], config_files=[file], environment={})["username"] == "u"


WHERE = {"OS_AUTH_URL": "http://h", "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_USER_DOMAIN_ID": "d"}


def test_a_slip_in_a_variable_is_an_error_that_names_both() -> None:
    with pytest.raises(errors.ConfigurationError) as refused:
        settings_of([], environment={**WHERE, "OS_PROJCT_ID": "P"}, load_yaml_config=False)

    assert str(refused.value) == "OS_PROJCT_ID is no setting (did you mean OS_PROJECT_ID?)"


def test_a_slip_in_a_variable_that_would_not_count_is_none(tmp_path: Path) -> None:
    environment = {"OS_PROJCT_ID": "P", "OS_REGOIN_NAME": "R"}
    file = written(tmp_path, "http://h", {"auth": USER})

    found = settings_of([("a", {"cloud": "c", "region_name": "R1"})], config_files=[file], environment=environment)

    assert found["region_name"] == "R1"


@pytest.mark.parametrize(
    ("variables", "said"),
    [({"OS_TIMEOUT": "soon"}, "OS_TIMEOUT is 'soon'"), ({"OS_INSECURE": "perhaps"}, "OS_INSECURE is 'perhaps'")],
)
def test_a_bad_value_is_told_with_the_name_of_its_variable(variables: dict[str, str], said: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=said):
        connect_with([], environment={**WHERE, **variables}, load_yaml_config=False)


def test_a_bad_value_in_a_file_is_told_with_its_cloud(tmp_path: Path) -> None:
    file = written(tmp_path, "http://h", {"auth": USER, "api_timeout": "soon"})

    with pytest.raises(errors.ConfigurationError, match="timeout of cloud 'c' is 'soon'"):
        connect_with([("arguments", {"cloud": "c"})], config_files=[file], environment={})
