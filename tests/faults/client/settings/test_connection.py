"""Connecting: which settings are used, and what the error says when they lead nowhere (cases A1, A2, A5)."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import connect, connect_with, errors, settings_of
from tests.faults.client.settings.clouds import EMPTY, SECRET, connected
from tests.support.http_server import Answer, HttpServer, in_turn
from tests.support.identity_server import keystone_and


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
    settings: dict[str, Any] = {"verify": verify, "insecure": insecure}
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
