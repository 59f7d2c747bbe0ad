"""Finding exactly one image by its name (cases F1 and F5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client import Image, ImageClient, ImageMemberStatus, UpdateVisibility, connect
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.http_server import Answer, Call, HttpServer
from tests.support.old_glance import OldGlance

SHAPES = (
    *("in:{}", "{}", "{},beta", '"{}"', "eq:{}", "neq:{}", "{}&b=c", "{} 12:30", "2016-04-17T22:15:00Z{}", "名前:{}"),
    *("in:{},x", 'in:"{}"', "eq:eq:{}", "{}:", ":{}", "{}%", "{}_", "\\{}", "{}'; --", "{} ", "{}#?/+"),
)


@pytest.fixture(params=["new", "refused", "literal"])
def server(request: pytest.FixtureRequest, images: ImageClient, cloud: LocalCloud) -> Iterator[ImageClient]:
    """The service as it is, and as servers that refuse `eq:`, or take it for a part of the name."""
    if request.param == "new":
        yield images
        return
    with HttpServer(OldGlance(cloud.image_url, eq=request.param).respond) as old:
        yield connect("demo1", config_files=[cloud.clouds_yaml], load_envvars=False, endpoint_override=old.url)


def test_every_name_finds_itself_and_only_itself(server: ImageClient, make: Callable[..., Image]) -> None:
    stem = uuid4().hex
    names = [shape.format(stem) for shape in SHAPES] + [stem.upper()]
    made = {name: make(name=name).id for name in names}

    assert {name: [image.id for image in server.find(name)] for name in names} == {
        name: [image_id] for name, image_id in made.items()
    }


def test_a_list_by_name_holds_that_image_and_no_other(server: ImageClient, make: Callable[..., Image]) -> None:
    stem = uuid4().hex
    names = [shape.format(stem) for shape in SHAPES] + [stem.upper()]
    made = {name: make(name=name).id for name in names}

    said = {name: client.exact(name) if name.startswith(("in:", "eq:")) else name for name in names}

    assert {name: [image.id for image in server.list(name=said[name])] for name in names} == {
        name: [image_id] for name, image_id in made.items()
    }


def test_a_list_of_names_takes_no_name_that_differs_by_case() -> None:
    """MySQL compares names without case."""
    page = {"images": [{"id": str(uuid4()), "name": name, "status": "queued"} for name in ("alpha", "ALPHA", "beta")]}
    with HttpServer(lambda _: Answer(200, page)) as mysql:
        images = connect(auth_type="none", endpoint_override=mysql.url, load_envvars=False)

        assert [image.name for image in images.list(name="alpha")] == ["alpha"]
        assert [image.name for image in images.list(name=["alpha", "beta"])] == ["alpha", "beta"]


@pytest.mark.parametrize("name", ["in:{}", "{} 12:30", "{}"])
def test_a_name_that_nobody_has_finds_nothing(server: ImageClient, make: Callable[..., Image], name: str) -> None:
    stem = uuid4().hex
    make(name=f"{stem}x")

    assert server.find(name.format(stem)) == []


def test_all_images_of_one_name_are_found(images: ImageClient, make: Callable[..., Image]) -> None:
    name = f"twice:{uuid4()}"
    made = {make(name=name).id, make(name=name).id}

    assert {image.id for image in images.find(name)} == made


def test_other_filters_narrow_the_search(server: ImageClient, make: Callable[..., Image]) -> None:
    name = f"two:{uuid4()}"
    raw = make(name=name, disk_format="raw", container_format="bare", tags=["a", "b"])
    make(name=name, disk_format="qcow2", container_format="bare")

    assert [image.id for image in server.find(name, disk_format="raw", tags=["b"])] == [raw.id]


def test_a_community_image_is_found_by_its_id_and_explained_by_its_name(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image]
) -> None:
    image = make(visibility="community")

    assert images2.find(image.name or "") == []
    assert images2.get(image.id).id == image.id
    assert [(one.image.id, one.reason) for one in images2.find_unlisted(image.name or "")] == [
        (image.id, "it is a community image: ask with visibility='community'")
    ]


def test_a_pending_share_is_explained_and_is_listed_once_it_is_accepted(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image]
) -> None:
    image = make(visibility="shared")
    member = str(images2.project_id)
    images.add_member(image.id, member)
    name = str(image.name)

    assert images2.find(name) == []
    assert "has not accepted it" in images2.find_unlisted(name)[0].reason
    assert [one.id for one in images2.find(name, visibility="shared", member_status="all")] == [image.id]
    images2.update_member(image.id, member, ImageMemberStatus.ACCEPTED)
    assert [one.id for one in images2.find(name)] == [image.id]
    assert images2.find_unlisted(name) == []


def test_a_hidden_image_is_explained(images: ImageClient, make: Callable[..., Image]) -> None:
    image = make(os_hidden=True)
    name = str(image.name)

    assert images.find(name) == []
    assert [one.reason for one in images.find_unlisted(name)] == ["it is hidden: ask with os_hidden=True"]
    assert [one.id for one in images.find(name, os_hidden=True)] == [image.id]


def test_a_private_image_of_another_project_is_not_told_of(images2: ImageClient, make: Callable[..., Image]) -> None:
    assert images2.find_unlisted(str(make(visibility="private").name)) == []


def test_a_server_that_refuses_the_wider_questions_explains_what_it_can(
    images: ImageClient, cloud: LocalCloud, make: Callable[..., Image]
) -> None:
    image = make(visibility="community")
    with HttpServer(OldGlance(cloud.image_url).respond) as old:
        settings: dict[str, Any] = {"config_files": [cloud.clouds_yaml], "load_envvars": False}
        other = connect("demo2", endpoint_override=old.url, **settings)

        assert [one.image.id for one in other.find_unlisted(str(image.name))] == [image.id]


def test_an_older_server_loses_nothing_but_what_it_does_not_know(
    images: ImageClient, cloud: LocalCloud, make: Callable[..., Image]
) -> None:
    image = make(properties={"os_distro": "ubuntu"})
    with HttpServer(OldGlance(cloud.image_url).respond) as old:
        client = connect("demo1", config_files=[cloud.clouds_yaml], load_envvars=False, endpoint_override=old.url)
        found = client.get(image.id)

        assert (found.name, found.os_hidden, found.properties["os_distro"]) == (image.name, None, "ubuntu")
        assert client.update(image.id, [UpdateVisibility("private")]).visibility == "private"


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("spared", [True, False])
def test_a_list_goes_on_when_somebody_deletes_what_it_has_given(
    images: ImageClient, make: Callable[..., Image], limit: int, spared: bool
) -> None:
    """The service finds a page by the last image of the page before, and answers 400 when that is gone."""
    tag = uuid4().hex
    made = [make(name=f"{number}", tags=[tag]).id for number in range(7)]
    found: list[str] = []
    for page in images.pages(client.ListOpts(tags=[tag], limit=limit, sort="name:asc")):
        given = [image.id for image in page.images]
        found += given
        for image_id in given[1:] if spared else given:
            images.delete(image_id)

    assert found == made


@pytest.mark.parametrize("way", ["list", "find"])
def test_a_lookup_goes_on_when_somebody_deletes_the_last_image_of_a_page(
    images: ImageClient, make: Callable[..., Image], cloud: LocalCloud, way: str
) -> None:
    name, tag = uuid4().hex, uuid4().hex
    made = [make(name=name, tags=[tag]).id for _ in range(5)]
    gone: list[str] = []

    def others(call: Call) -> Answer:
        """Passes the listing on; the page's last image is deleted before its answer arrives."""
        try:
            page = images._transport.call("GET", "/v2/images", query=parse_qsl(call.query)).json()
        except client.BadRequest as refused:
            return Answer(400, {"message": refused.message, "code": "400 Bad Request", "title": "Bad Request"})
        if page.get("next") and len(page["images"]) > 1:
            gone.append(page["images"][-1]["id"])
            images.delete(gone[-1])
        return Answer(200, page)

    with HttpServer(others) as server:
        mine = connect(auth_type="none", endpoint_override=server.url, load_envvars=False)
        found = mine.list(tags=[tag], limit=2) if way == "list" else mine.find(name, limit=2)
        ids = [image.id for image in found]

    assert sorted(ids) == sorted(made)
    assert gone
