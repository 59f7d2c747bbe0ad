"""What clouds.yaml and its companions say, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecl_pulumi_images.client import connect, connect_with, errors, settings_of
from tests.faults.client.settings.clouds import EMPTY, clouds_yaml, connected
from tests.support.http_server import HttpServer, in_turn
from tests.support.identity_server import keystone_and


def test_an_unknown_cloud_is_named_with_those_that_exist_and_their_file(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigurationError) as refused:
        connected(tmp_path, "http://h", {}, cloud="c")

    assert str(refused.value) == f"there is no cloud 'c'; {tmp_path}/clouds.yaml has: a, b, key, named, two"


def test_a_file_whose_clouds_are_misspelt_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text("cluods:\n  mycloud: {auth: {auth_url: http://127.0.0.1:9/v3}}\n")

    with pytest.raises(errors.ConfigurationError, match=r"has: a key 'cluods': did you mean clouds\?"):
        connect(cloud="mycloud", config_files=[str(file)], load_envvars=False)


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
