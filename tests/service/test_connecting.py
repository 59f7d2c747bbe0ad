"""Connecting to the real Keystone and Glance."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
import requests

from ecl_pulumi_images.client import Image, ImageClient, connect, connect_with, errors
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.http_server import Answer, Call, HttpServer


def handed_on(to: str, call: Call) -> Answer:
    headers = {name: value for name, value in call.headers.items() if name not in {"Host", "Connection"}}
    answer = requests.request(call.method, f"{to}{call.path}", data=call.body, headers=headers, timeout=30)
    kept = {name: answer.headers[name] for name in ("Content-Type", "X-Subject-Token") if name in answer.headers}
    return Answer(answer.status_code, answer.content, kept)


def test_the_environment_of_a_cloud_is_enough(cloud: LocalCloud) -> None:
    images = connect_with([], environment=cloud.environment("demo1"), load_yaml_config=False)

    assert images.project_id == cloud.projects["demo1"]
    assert images.region == cloud.region
    assert images.endpoint == cloud.image_url


def test_an_application_credential_needs_no_project(cloud: LocalCloud, images: ImageClient) -> None:
    user, token = images.user_id, images._transport.token()
    made = requests.post(
        f"{cloud.auth_url}/users/{user}/application_credentials",
        json={"application_credential": {"name": f"c-{uuid4()}"}},
        headers={"X-Auth-Token": token},
        timeout=30,
    ).json()["application_credential"]
    settings = {"application_credential_id": made["id"], "application_credential_secret": made["secret"]}

    with_it = connect(auth_url=cloud.auth_url, project_id=str(uuid4()), load_envvars=False, **settings)

    assert with_it.project_id == cloud.projects["demo1"]
    assert list(with_it.list(name=str(uuid4()))) == []


@pytest.mark.parametrize("suffix", ["", "/", "/v3"])
def test_one_token_and_no_version_is_asked_for(cloud: LocalCloud, suffix: str) -> None:
    root = cloud.auth_url.removesuffix("/v3")
    with HttpServer(lambda call: handed_on(root, call)) as keystone:
        environment = {**cloud.environment("demo1"), "OS_AUTH_URL": keystone.url + suffix}
        images = connect_with([], environment=environment, load_yaml_config=False)
        for _ in range(3):
            list(images.list(limit=1, name=str(uuid4())))
        assert images.project_id

    assert keystone.asked() == ["POST /v3/auth/tokens"]


def test_a_wrong_password_shows_keystones_words_and_the_way_out(cloud: LocalCloud) -> None:
    environment = {**cloud.environment("demo1"), "OS_PASSWORD": f"wrong-{uuid4()}"}
    wrong = connect_with([], environment=environment, load_yaml_config=False)

    with pytest.raises(errors.Unauthorized, match=r"requires authentication.*check auth_url") as refused:
        next(wrong.list())

    assert environment["OS_PASSWORD"] not in str(refused.value)


def test_a_region_that_does_not_exist_names_those_that_do(cloud: LocalCloud) -> None:
    images = connect("demo1", region_name="NOPE", config_files=[cloud.clouds_yaml], load_envvars=False)

    with pytest.raises(errors.ConfigurationError, match=f"there is one in: {cloud.region}"):
        next(images.list())


def test_an_interface_that_does_not_exist_is_named(cloud: LocalCloud) -> None:
    images = connect("demo1", interface="secret", config_files=[cloud.clouds_yaml], load_envvars=False)

    with pytest.raises(errors.ConfigurationError, match="no secret endpoint of type image"):
        next(images.list())


def test_a_revoked_token_is_renewed_in_the_middle(cloud: LocalCloud) -> None:
    images = connect("demo1", config_files=[cloud.clouds_yaml], load_envvars=False)
    list(images.list(limit=1, name=str(uuid4())))
    token = images._transport.token()
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    requests.delete(f"{cloud.auth_url}/auth/tokens", headers=headers, timeout=30).raise_for_status()

    assert list(images.list(limit=1, name=str(uuid4()))) == []


def test_two_projects_do_not_see_each_others_private_images(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image]
) -> None:
    image = make(visibility="private")

    with pytest.raises(errors.NotFound) as hidden:
        images2.get(image.id)

    assert hidden.value.from_service
