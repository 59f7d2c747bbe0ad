"""Answers of the wrong shape, from the image service, from Keystone and from clouds.yaml: one clear error each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from ecl_pulumi_images.client import ImageClient, connect, errors
from tests.support.http_server import Answer, HttpServer, in_turn
from tests.support.one_image import client_of, with_keystone

ID = str(uuid4())
TOKEN = {"X-Subject-Token": "t"}
LISTS: dict[str, Callable[[ImageClient], Any]] = {
    "members": lambda images: images.list_members(ID),
    "stores": lambda images: images.stores(),
    "tasks": lambda images: images.tasks(ID),
    "jobs": lambda images: images.list_copies(),
    "license_switch_types": lambda images: images.license_switch_types(),
}


@pytest.mark.parametrize("held", [None, "abc", [None], 5])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_another_shape_is_one_clear_error(name: str, held: Any) -> None:
    with (
        HttpServer(in_turn(Answer(200, {name: held}))) as server,
        pytest.raises(errors.UnexpectedAnswer, match=f"`{name}` is missing, or no list") as odd,
    ):
        LISTS[name](client_of(server.url))

    assert "\n" not in str(odd.value)


def test_another_image_than_the_one_that_was_asked_for_is_not_taken() -> None:
    with (
        HttpServer(in_turn(Answer(200, {"id": str(UUID(int=1)), "status": "active"}))) as server,
        pytest.raises(errors.UnexpectedAnswer, match=f"image '{UUID(int=1)}' was answered"),
    ):
        client_of(server.url).get(ID)


def test_an_id_in_capitals_is_the_same() -> None:
    with HttpServer(in_turn(Answer(200, {"id": ID, "status": "active"}))) as server:
        assert client_of(server.url).get(ID.upper()).id == ID


@pytest.mark.parametrize("offered", [{"value": 7}, {"value": "glance-direct"}, {"value": [None]}])
def test_methods_of_import_of_another_shape_are_one_clear_error(offered: dict[str, Any]) -> None:
    with (
        HttpServer(in_turn(Answer(200, {"import-methods": offered}))) as server,
        pytest.raises(errors.UnexpectedAnswer, match="`value` is missing, or no list of strings"),
    ):
        client_of(server.url).import_info()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(201, {"token": {}}, TOKEN),
        Answer(201, {"token": {"expires_at": "soon"}}, TOKEN),
        Answer(201, {"token": {"expires_at": "2999-01-01T00:00:00Z"}}),
        Answer(201, {"token": {"expires_at": "2999-01-01T00:00:00Z", "catalog": None}}, TOKEN),
    ],
)
def test_a_token_of_another_shape_is_one_clear_error_that_names_keystone(answer: Answer) -> None:
    with HttpServer(in_turn(answer)) as server:
        with pytest.raises(errors.UnexpectedAnswer, match="no token from") as odd:
            list(with_keystone(server.url).list())

        assert f"{server.url}/v3" in str(odd.value)


@pytest.mark.parametrize(
    "content", ["clouds: [c]", "clouds: text", "clouds: {c: text}", "clouds: {c: }", "clouds: {c: {auth: }}"]
)
def test_a_clouds_yaml_of_another_shape_is_one_clear_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text(content)

    with pytest.raises(errors.ConfigurationError, match=r"clouds\.yaml"):
        connect("c", config_files=[str(file)], load_envvars=False)


def test_a_refused_argument_is_refused_before_any_call() -> None:
    images = client_of("http://127.0.0.1:1")

    with pytest.raises(errors.BadRequest, match="is no tenant id"):
        images.copy_image(ID, "")
    with pytest.raises(errors.BadRequest, match="must be a list of stores"):
        images.import_image(ID, stores="ceph")
