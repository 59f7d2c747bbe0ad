"""Connecting: which settings are used, and what the error says when they lead nowhere (cases A1, A2, A5)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import ImageClient, connect, connect_with, errors, settings_of
from tests.support.http_server import Answer, HttpServer, in_turn
from tests.support.identity_server import keystone_and

SECRET = uuid4().hex
EMPTY = Answer(200, {"images": []})

CLOUDS = """
clouds:
  a: {{auth: {{auth_url: "{url}/v3", username: ua, password: pa, user_domain_id: default, project_id: PRJ-A}}}}
  b: {{auth: {{auth_url: "{url}/v3", username: ub, password: pb, user_domain_id: default, project_id: PRJ-B}}}}
  named: {{auth: {{auth_url: "{url}/v3", username: un, password: pn, user_domain_id: default,
                   project_name: n, project_domain_id: default}}}}
  key: {{auth_type: v3applicationcredential, auth: {{auth_url: "{url}/v3", project_id: PRJ-K,
                   application_credential_id: ci, application_credential_secret: cs}}}}
  two: {{auth: {{auth_url: "{url}/v3", username: ua, password: pa, user_domain_id: default, project_id: PRJ-A}},
         regions: [jp1, jp2]}}
"""


def clouds_yaml(tmp_path: Path, url: str) -> list[str]:
    file = tmp_path / "clouds.yaml"
    file.write_text(CLOUDS.format(url=url))
    return [str(file)]


def connected(tmp_path: Path, url: str, environment: Mapping[str, str], **settings: Any) -> ImageClient:
    sources = [("stack configuration", settings)]
    return connect_with(sources, config_files=clouds_yaml(tmp_path, url), environment=environment)


@pytest.mark.parametrize(
    ("settings", "environment", "project"),
    [
        ({"cloud": "a"}, {"OS_CLOUD": "b", "OS_PROJECT_ID": "PRJ-C"}, "PRJ-A"),
        ({"cloud": "a", "project_id": "PRJ-D"}, {"OS_CLOUD": "b"}, "PRJ-D"),
        ({"cloud": "named", "project_id": "PRJ-D"}, {}, "PRJ-D"),
        ({}, {"OS_CLOUD": "b", "OS_PROJECT_ID": "PRJ-C"}, "PRJ-B"),
        ({"project_id": "PRJ-D"}, {"OS_CLOUD": "b", "OS_USERNAME": "x", "OS_PASSWORD": "y"}, "PRJ-D"),
    ],
)
def test_the_token_is_for_the_project_of_the_strongest_source(
    tmp_path: Path, settings: dict[str, str], environment: dict[str, str], project: str
) -> None:
    with keystone_and(EMPTY) as (server, identity):
        list(connected(tmp_path, server.url, environment, **settings).list())

    assert identity.requests[0]["scope"]["project"] == {"id": project}
    assert server.asked() == ["POST /v3/auth/tokens", "GET /v2/images"]


def test_a_password_of_one_source_and_a_user_of_another_is_an_error_before_any_call(tmp_path: Path) -> None:
    with HttpServer(in_turn(EMPTY)) as server, pytest.raises(errors.ConfigurationError) as refused:
        connected(tmp_path, server.url, {"OS_CLOUD": "b"}, password=SECRET)

    assert "the password comes from stack configuration and the user from cloud 'b'" in str(refused.value)
    assert SECRET not in "".join(traceback.format_exception(refused.value))
    assert server.calls == []


def test_the_environment_alone_is_enough(tmp_path: Path) -> None:
    with keystone_and(EMPTY) as (server, identity):
        environment = {
            "OS_AUTH_URL": server.url,
            "OS_USERNAME": "me",
            "OS_PASSWORD": "x",
            "OS_PROJECT_NAME": "p",
            "OS_USER_DOMAIN_NAME": "Default",
            "OS_PROJECT_DOMAIN_ID": "default",
            "OS_REGION_NAME": "",
        }
        list(connect_with([], config_files=[str(tmp_path / "no.yaml")], environment=environment).list())

    assert identity.requests[0]["scope"]["project"] == {"name": "p", "domain": {"id": "default"}}
    assert server.asked()[0] == "POST /v3/auth/tokens"


def test_arguments_alone_are_enough_and_leave_the_environment_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_PROJECT_ID", "PRJ-C")
    with keystone_and(EMPTY) as (server, identity):
        images = connect(
            auth_url=server.url,
            username="me",
            password="x",
            user_domain_id="default",
            project_id="P",
        )
        list(images.list())

    assert identity.requests[0]["scope"]["project"] == {"id": "P"}


def test_a_service_without_keystone_needs_only_its_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OS_USERNAME", "OS_PASSWORD", "OS_PROJECT_ID"):
        monkeypatch.setenv(name, "x")
    with HttpServer(in_turn(EMPTY)) as server:
        images = connect(auth_type="none", endpoint_override=f"{server.url}/v2")

        assert list(images.list()) == []
        assert (images.project_id, images.region) == (None, None)


def test_no_authentication_without_an_endpoint_says_what_is_missing() -> None:
    with pytest.raises(errors.ConfigurationError, match="give endpoint_override"):
        connect(auth_type="none", auth_url="http://h", load_envvars=False, load_yaml_config=False)


def test_a_user_and_password_of_plain_http_go_with_every_call() -> None:
    with HttpServer(in_turn(EMPTY)) as server:
        settings = {"auth_type": "http_basic", "username": "me", "password": "x", "endpoint_override": server.url}
        list(connect(load_envvars=False, load_yaml_config=False, **settings).list())

    assert server.calls[0].headers["Authorization"] == "Basic bWU6eA=="


def test_a_cloud_in_the_environment_does_not_count_when_files_do_not(tmp_path: Path) -> None:
    given = {"auth_type": "none", "endpoint_override": "http://h"}

    found = settings_of([("arguments", given)], environment={"OS_CLOUD": "b"}, load_yaml_config=False)

    assert found["endpoint_override"] == "http://h"


def test_a_keystone_that_answers_with_a_page_is_one_clear_error() -> None:
    with HttpServer(
        in_turn(Answer(200, "<html><title>Log in</title></html>", {"Content-Type": "text/html"}))
    ) as server:
        settings = {"auth_url": server.url, "username": "u", "password": SECRET, "user_domain_id": "default"}
        images = connect(load_envvars=False, load_yaml_config=False, project_id="p", **settings)
        with pytest.raises(errors.ConfigurationError, match="no token from") as failed:
            next(images.list())

    assert SECRET not in str(failed.value)


def test_an_application_credential_is_sent_without_a_scope(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "ecl_pulumi_images.client")
    with keystone_and(EMPTY) as (server, identity):
        images = connected(tmp_path, server.url, {"OS_PROJECT_ID": "PRJ-C"}, cloud="key", project_name="n")

        assert images.project_id == "from-the-credential"

    assert "scope" not in identity.requests[0]
    assert "dropped with an application credential: project_name" in caplog.text


def test_the_settings_in_use_are_logged_with_their_sources_and_without_secrets(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "ecl_pulumi_images.client")
    connected(tmp_path, "http://h", {"OS_REGION_NAME": "R1"}, cloud="a", project_id="PRJ-D")

    assert "project_id PRJ-D from stack configuration" in caplog.text
    assert "username ua from cloud 'a'" in caplog.text
    assert "region_name R1 from the OS_* variables" in caplog.text
    assert "pa" not in caplog.text.replace("path", "")


def test_an_unknown_cloud_is_named_with_those_that_exist_and_their_file(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigurationError) as refused:
        connected(tmp_path, "http://h", {}, cloud="c")

    assert str(refused.value) == f"there is no cloud 'c'; {tmp_path}/clouds.yaml has: a, b, key, named, two"


def test_an_unknown_cloud_without_any_file_names_the_places_that_were_searched(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"none of these files exists: .*no\.yaml"):
        connect("c", config_files=[str(tmp_path / "no.yaml")], load_envvars=False)


def test_a_broken_file_is_called_broken(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds: [")

    with pytest.raises(errors.ConfigurationError, match=r"not readable as YAML: .*clouds\.yaml"):
        connect("c", config_files=[str(file)], load_envvars=False)


@pytest.mark.parametrize("content", ["", "[]", "clouds: {}", "other: 1"])
def test_a_file_without_clouds_is_one_clear_error(tmp_path: Path, content: str) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text(content)

    with pytest.raises(errors.ConfigurationError):
        connect("c", config_files=[str(file)], load_envvars=False)


def test_nothing_configured_names_the_three_ways(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigurationError) as refused:
        connect(config_files=[str(tmp_path / "no.yaml")], load_envvars=False)

    assert "no cloud is configured" in str(refused.value)
    assert all(way in str(refused.value) for way in ("clouds.yaml", "auth_url", "OS_AUTH_URL"))


def test_a_cloud_that_is_alone_in_its_file_needs_no_name(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds: {only: {auth: {auth_url: http://h, username: u, password: p}}}")

    assert settings_of([], config_files=[str(file)], environment={})["username"] == "u"


def test_one_of_several_clouds_is_not_chosen_by_chance(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigurationError, match="no cloud is configured"):
        connected(tmp_path, "http://h", {})


@pytest.mark.parametrize(("region", "problem"), [(None, "has several regions"), ("jp9", "has no region 'jp9'")])
def test_a_cloud_of_several_regions_is_not_reduced_to_the_first(
    tmp_path: Path, region: str | None, problem: str
) -> None:
    with pytest.raises(errors.ConfigurationError, match=f"{problem}.*jp1, jp2"):
        connected(tmp_path, "http://h", {}, cloud="two", region_name=region)


@pytest.mark.parametrize(("settings", "environment"), [({"region_name": "jp2"}, {}), ({}, {"OS_REGION_NAME": "jp2"})])
def test_a_region_of_the_cloud_can_be_chosen(
    tmp_path: Path, settings: dict[str, str], environment: dict[str, str]
) -> None:
    sources = [("arguments", {"cloud": "two", **settings})]

    found = settings_of(sources, config_files=clouds_yaml(tmp_path, "http://h"), environment=environment)

    assert found["region_name"] == "jp2"


USER = "username: u, user_domain_id: d, password: p"


def written(tmp_path: Path, content: str, name: str = "clouds.yaml") -> list[str]:
    file = tmp_path / name
    file.write_text(content)
    return [str(file)]


@pytest.mark.parametrize(
    ("regions", "said"),
    [
        ("'R1, R2'", "regions is 'R1, R2': it must be a list"),
        ("[{nam: R1}]", "it must be a list of names, or of mappings with a name"),
        ("5", "regions is 5: it must be a list"),
    ],
)
def test_regions_of_another_shape_are_an_error_that_shows_them(tmp_path: Path, regions: str, said: str) -> None:
    files = written(tmp_path, f"clouds: {{s: {{auth: {{auth_url: http://h, {USER}}}, regions: {regions}}}}}")

    with pytest.raises(errors.ConfigurationError, match=said):
        settings_of([("arguments", {"cloud": "s"})], config_files=files, environment={})


def test_a_profile_of_several_regions_in_clouds_public_yaml_is_not_reduced_to_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openstack.config import loader

    public = written(
        tmp_path, "public-clouds: {pub: {auth: {auth_url: http://h}, regions: [R1, R2]}}", "clouds-public.yaml"
    )
    monkeypatch.setattr(loader, "VENDOR_FILES", public)
    files = written(tmp_path, f"clouds: {{s: {{profile: pub, auth: {{{USER}}}}}}}")

    with pytest.raises(errors.ConfigurationError, match=r"has several regions and none is chosen; it lists: R1, R2"):
        settings_of([("arguments", {"cloud": "s"})], config_files=files, environment={})
    found = settings_of([("arguments", {"cloud": "s", "region_name": "R2"})], config_files=files, environment={})
    assert (found["auth_url"], found["region_name"]) == ("http://h", "R2")


def test_a_vendor_profile_that_cannot_be_fetched_is_one_clear_error(tmp_path: Path) -> None:
    with HttpServer(in_turn(EMPTY)) as server:
        gone = server.url
    files = written(tmp_path, f"clouds: {{s: {{profile: '{gone}', auth: {{auth_url: http://h, {USER}}}}}}}")

    with pytest.raises(errors.ConfigurationError, match=r"cloud 's' of .*its profile .* could not be fetched"):
        settings_of([("arguments", {"cloud": "s"})], config_files=files, environment={})


@pytest.mark.parametrize(
    ("said", "verified"),
    [
        ("verify: false", False),
        ("verify: 'no'", False),
        ("verify: 0", False),
        ("insecure: 'yes'", False),
        ("insecure: 'false'", True),
        ("insecure: '0'", True),
    ],
)
def test_a_flag_in_a_file_means_what_is_written(tmp_path: Path, said: str, verified: bool) -> None:
    files = written(tmp_path, f"clouds: {{s: {{auth: {{auth_url: http://h, {USER}}}, {said}}}}}")

    images = connect_with([("arguments", {"cloud": "s"})], config_files=files, environment={})

    assert images._transport.session_for_data().verify is verified


def test_a_cloud_whose_name_is_a_number_is_named_so(tmp_path: Path) -> None:
    files = written(tmp_path, f"clouds: {{1: {{auth: {{auth_url: http://h, {USER}}}}}}}")

    with pytest.raises(errors.ConfigurationError, match="its name is a number without quotes"):
        settings_of([("arguments", {"cloud": "1"})], config_files=files, environment={})


def test_a_broken_file_is_named_where_no_cloud_is(tmp_path: Path) -> None:
    files = written(tmp_path, "clouds: [")

    with pytest.raises(errors.ConfigurationError, match=r"not readable as YAML: .*clouds\.yaml"):
        settings_of([], config_files=files, environment={})


@pytest.mark.parametrize("name", ["envvars", "mine"])
def test_the_cloud_of_the_environment_goes_by_openstacksdks_name_for_it(tmp_path: Path, name: str) -> None:
    environment = {"OS_CLOUD": name, "OS_AUTH_URL": "http://e", "OS_USERNAME": "me", "OS_PASSWORD": "x"}
    if name != "envvars":
        environment["OS_CLOUD_NAME"] = name

    found = settings_of([], config_files=clouds_yaml(tmp_path, "http://h"), environment=environment)

    assert (found["username"], found["auth_url"]) == ("me", "http://e")


def test_a_secret_in_secure_yaml_belongs_to_the_user_in_clouds_yaml(tmp_path: Path) -> None:
    files = written(tmp_path, "clouds: {s: {auth: {auth_url: http://h, username: u, user_domain_id: d}}}")
    secure = written(tmp_path, "clouds: {s: {auth: {password: sec}}}", "secure.yaml")

    environment = {"OS_CLIENT_SECURE_FILE": secure[0]}
    found = settings_of([("arguments", {"cloud": "s"})], config_files=files, environment=environment)

    assert (found["username"], found["password"]) == ("u", "sec")


def test_a_broken_secure_yaml_is_named_and_nothing_of_it_told(tmp_path: Path) -> None:
    files = written(tmp_path, "clouds: {s: {auth: {auth_url: http://h, username: u, password: other}}}")
    secure = written(tmp_path, "clouds: {s: {auth: {password: SECRET", "secure.yaml")

    with pytest.raises(errors.ConfigurationError) as refused:
        settings_of([], config_files=files, environment={"OS_CLIENT_SECURE_FILE": secure[0]})

    assert str(refused.value) == f"not readable as YAML: {secure[0]}"


@pytest.mark.parametrize("variable", ["OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"])
def test_a_file_that_a_variable_names_and_that_is_not_there_is_an_error(tmp_path: Path, variable: str) -> None:
    missing = str(tmp_path / "missing.yaml")

    with pytest.raises(errors.ConfigurationError) as refused:
        settings_of([], config_files=clouds_yaml(tmp_path, "http://h"), environment={variable: missing})

    assert str(refused.value) == f"{variable}: there is no file {missing}"


def test_a_domain_alone_in_the_configuration_is_sent_in_the_place_of_the_clouds_own(tmp_path: Path) -> None:
    with keystone_and(EMPTY) as (server, identity):
        given = {"user_domain_name": "U", "project_domain_name": "P"}
        list(connected(tmp_path, server.url, {}, cloud="named", **given).list())

    asked = identity.requests[0]
    assert asked["identity"]["password"]["user"]["domain"] == {"name": "U"}
    assert asked["scope"]["project"]["domain"] == {"name": "P"}


def test_a_misspelt_setting_is_an_error_that_proposes_the_right_one() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"no setting 'regoin_name' \(did you mean region_name\?\)"):
        connect(auth_type="none", endpoint_override="http://h", regoin_name="x", load_envvars=False)


def test_an_unknown_way_to_authenticate_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"auth_type 'v3pasword' is unknown.*v3password"):
        connect(auth_type="v3pasword", auth_url="http://h", load_envvars=False, load_yaml_config=False)


@pytest.mark.parametrize(
    ("missing", "given"),
    [
        ("password", {"username": "u"}),
        ("username or user_id", {"password": "x"}),
        ("application_credential_secret", {"application_credential_id": "i"}),
    ],
)
def test_what_is_missing_is_named(missing: str, given: dict[str, str]) -> None:
    with pytest.raises(errors.ConfigurationError, match=f"{missing} is missing"):
        connect(auth_url="http://h", load_envvars=False, load_yaml_config=False, **given)


@pytest.mark.parametrize("url", ["keystone.example:5000/v3", "ftp://h/v3", "http://[::1/v3", "/v3", "http://"])
def test_an_auth_url_that_is_none_is_refused_before_any_call(url: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"auth_url '.*' is no URL: it must begin with http"):
        connect(auth_url=url, username="me", password="x", load_envvars=False, load_yaml_config=False)


def test_a_line_break_after_an_auth_url_does_no_harm() -> None:
    with keystone_and(EMPTY) as (server, _identity):
        who: dict[str, Any] = {"username": "me", "password": "x", "user_domain_id": "default", "project_id": "P"}
        images = connect(auth_url=f" {server.url}/v3\n", load_envvars=False, load_yaml_config=False, **who)

        assert list(images.list()) == []


@pytest.mark.parametrize("timeout", [0, -1, "soon", "nan", "inf"])
def test_a_timeout_that_is_none_is_refused(timeout: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="number of seconds above 0"):
        connect(auth_type="none", endpoint_override="http://h", timeout=timeout, load_envvars=False)


def test_ecl_needs_a_region_and_a_key_only() -> None:
    sources = [("arguments", {"region_name": "jp1", "username": "key", "password": "x", "project_id": "p"})]

    found = settings_of(sources, environment={}, load_yaml_config=False)

    assert found["auth_url"] == "https://keystone-jp1-ecl.api.ntt.com/v3/"
    assert found.source("auth_url") == "the region's name"


@pytest.mark.parametrize(("verify", "insecure"), [("false", None), (None, "true")])
def test_flags_from_strings_reach_the_http_session(verify: str | None, insecure: str | None) -> None:
    settings = {"verify": verify, "insecure": insecure}
    images = connect(auth_type="none", endpoint_override="http://h", load_envvars=False, **settings)

    assert images._transport.session_for_data().verify is False


def test_a_cacert_that_is_not_there_is_one_clear_error() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"cacert: there is no file /nowhere/ca\.pem"):
        connect(auth_type="none", endpoint_override="https://h", cacert="/nowhere/ca.pem", load_envvars=False)


def test_a_silent_server_is_a_stall_and_not_a_wait_for_ever() -> None:
    from threading import Event

    answered = Event()

    def silent(_: object) -> Answer:
        answered.wait(30)
        return EMPTY

    with HttpServer(silent) as server:
        images = connect(auth_type="none", endpoint_override=server.url, timeout=0.05, load_envvars=False)
        with pytest.raises(errors.ConnectionFailed, match="timed out waiting for the answer") as failed:
            images.add_member(str(uuid4()), "p")
        answered.set()

    assert failed.value.reached
