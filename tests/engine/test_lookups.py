"""Lookups against the real image service, in threads and in programs (cases F)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

import pulumi
import pytest

from ecl_pulumi_images import find_image, get_image, get_images
from ecl_pulumi_images.client import (
    BadRequest,
    ImageClient,
    ImageDateQuery,
    ReplaceImageField,
    connect,
)
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.lookup import every, one, one_or_none
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.lookups import ACTIVE, found
from tests.support.http_server import Answer, Call
from tests.support.identity_server import keystone_and


def why_not(images: ImageClient, **filters: Any) -> str:
    with pytest.raises((Failed, ValueError)) as error:
        one(lambda: images, filters)
    said = str(error.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "name",
    ["in:alpha", "alpha,beta", '"quoted"', "eq:x", "a&b=c", "2016-04-17T22:15:00Z", "名前:テスト", "Debian 8 22:15"],
)
def test_an_image_is_found_by_exactly_its_name_whatever_that_holds(
    images: ImageClient, make: Callable[..., str], name: str
) -> None:
    unlike = make(f"{name} unlike")
    wanted = make(name)

    assert found(images, name=name, owner=images.project_id) == wanted
    assert unlike not in [image.id for image in every(lambda: images, {"name": name})[0]]


def test_names_differ_by_case(images: ImageClient, make: Callable[..., str], name: str) -> None:
    make(name.upper())

    assert one_or_none(lambda: images, {"name": name}) == (None, ())


def test_several_matches_are_listed_newest_first_and_none_is_taken(
    images: ImageClient, make: Callable[..., str], name: str
) -> None:
    ids = [make(name) for _ in range(3)]

    said = why_not(images, name=name)

    assert said.startswith(f"3 images match name='{name}', status='active': ")
    assert all(image_id in said for image_id in ids)
    assert f"owner {images.project_id}, private" in said
    assert said.endswith("Narrow the filters, give an id, or set most_recent=True")


def test_the_list_of_several_ends_after_ten(images: ImageClient, make: Callable[..., str], name: str) -> None:
    ids = [make(name) for _ in range(12)]

    said = why_not(images, name=name)

    assert said.startswith("12 images match")
    assert sum(image_id in said for image_id in ids) == 10
    assert "; ..." in said


def test_the_most_recent_is_taken_when_asked_for_and_a_tie_is_told(
    images: ImageClient, make: Callable[..., str], name: str
) -> None:
    ids = [make(name), make(name)]
    newest = max((images.get(image_id) for image_id in ids), key=lambda image: (image.created_at, image.id))

    image, remarks = one(lambda: images, {"name": name, "most_recent": True})

    assert image.id == newest.id
    tie = len({images.get(image_id).created_at for image_id in ids}) == 1
    assert ("same second" in "".join(remarks)) == tie


def test_a_strangers_newer_image_never_wins_over_ones_own(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    mine = make(name)
    theirs = make(name, by=images2, visibility="shared")
    images2.add_member(theirs, str(images.project_id))
    images.update_member(theirs, str(images.project_id), "accepted")

    image, remarks = one(lambda: images, {"name": name, "most_recent": True})

    assert (image.id, remarks) == (mine, ())
    assert found(images, name=name, owner=images2.project_id) == theirs


def test_a_strangers_image_that_is_the_only_one_is_taken_with_a_word(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2, visibility="community")

    image, remarks = one(lambda: images, {"name": name, "visibility": "community"})

    assert image.id == theirs
    assert remarks == (
        f"image {theirs} for name='{name}', visibility='community', status='active' is a community image of project "
        f"{images2.project_id}: set owner='{images2.project_id}' to say that it is meant",
    )


def test_an_accepted_share_is_found_by_name(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2, visibility="shared")
    images2.add_member(theirs, str(images.project_id))
    images.update_member(theirs, str(images.project_id), "accepted")

    assert found(images, name=name) == theirs


def test_a_snapshot_never_wins_and_is_named_when_nothing_else_is_there(
    images: ImageClient, make: Callable[..., str], name: str
) -> None:
    snapshot = make(name, properties={"image_type": "snapshot"})

    said = why_not(images, name=name)
    image = make(name)

    assert f"{snapshot} is a snapshot of a server: ask with properties={{'image_type': 'snapshot'}}" in said
    assert found(images, name=name, most_recent=True) == image
    assert found(images, name=name, properties={"image_type": "snapshot"}) == snapshot


def test_a_community_image_is_not_returned_but_named(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2, visibility="community")

    assert f"{theirs} exists, but it is a community image: ask with visibility='community'" in why_not(
        images, name=name
    )


def test_a_pending_share_is_not_returned_but_named(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2, visibility="shared")
    images2.add_member(theirs, str(images.project_id))

    said = why_not(images, name=name)

    assert f"{theirs} exists, but it is shared with this project, which has not accepted it" in said
    assert found(images, name=name, member_status="all", visibility="shared") == theirs


def test_a_hidden_image_is_not_returned_but_named(
    images: ImageClient, make: Callable[..., str], name: str, cloud: LocalCloud
) -> None:
    hidden = make(name)
    if cloud.state.ecl:  # Image API 2.6 hides nothing
        with pytest.raises(BadRequest, match="os_hidden"):
            images.update(hidden, [ReplaceImageField("os_hidden", True)])
        return
    images.update(hidden, [ReplaceImageField("os_hidden", True)])

    assert f"{hidden} exists, but it is hidden: ask with os_hidden=True" in why_not(images, name=name)
    assert found(images, name=name, os_hidden=True) == hidden


def test_an_image_that_cannot_be_used_is_not_returned_but_named(
    images: ImageClient, admin: ImageClient, make: Callable[..., str], name: str
) -> None:
    queued = make(name, data=False)
    taken = make(f"{name} taken")
    admin.deactivate(taken)

    assert f"{queued} is queued: ask with status='queued'" in why_not(images, name=name)
    assert f"{taken} is deactivated: ask with status='deactivated'" in why_not(images, name=f"{name} taken")
    assert found(images, name=name, status="queued") == queued
    admin.reactivate(taken)


def test_a_filter_that_leaves_the_image_out_is_named(images: ImageClient, make: Callable[..., str], name: str) -> None:
    image = make(name, tags=["lts"])

    said = why_not(images, name=name, tags=["lts", "arm64"])

    assert f"{image} has this name and does not pass tags" in said


def test_nothing_at_all_says_where_it_was_looked_for(images: ImageClient, name: str) -> None:
    said = why_not(images, name=name)

    where = f"project {images.project_id}, region {images.region}, {images.endpoint}"
    assert said == (
        f"no image matches name='{name}', status='active' ({where}): check the name, the region and the project"
    )


def test_an_image_in_another_region_is_not_returned_but_named() -> None:
    image = {"id": str(uuid4()), "name": "noble", "status": "active", "visibility": "private", "owner": "p"}

    def respond(call: Call) -> Answer:
        return Answer(200, {"images": [image] if call.path.startswith("/two/") else []})

    with keystone_and(respond, places={"R1": "/one", "R2": "/two"}) as (server, _):
        account = {"username": "me", "password": "pw", "user_domain_id": "default", "project_id": "p"}
        apart: dict[str, Any] = {"load_envvars": False, "load_yaml_config": False}
        here = {"auth_url": f"{server.url}/v3", **account, **apart}
        with pytest.raises(Failed) as error:
            one(lambda region="R1": connect(region_name=region, **here), {"name": "noble"})

    assert f"region R1, {server.url}/one): {image['id']} is in region R2: set region_name" in str(error.value)


def test_an_id_finds_whatever_may_be_seen(
    images: ImageClient, images2: ImageClient, make: Callable[..., str], name: str
) -> None:
    theirs = make(name, by=images2, visibility="community", data=False)

    assert found(images, id=theirs) == theirs
    assert "there is none, or this project may not see it" in why_not(images, id=str(uuid4()))


def test_every_filter_narrows(images: ImageClient, make: Callable[..., str], name: str) -> None:
    image = make(name, tags=["lts", "amd64"], properties={"os_distro": "ubuntu", "agent": "true"}, min_disk=3)
    make(f"{name} other", tags=["lts"])
    created = images.get(image).created_at
    assert created is not None

    for narrow in (
        {"tags": ["lts", "amd64"]},
        {"properties": {"os_distro": "ubuntu", "agent": True}},
        {"name_regex": f"^{name}$"},
        {"name": [name, "another"]},
        {"owner": images.project_id, "name": name, "visibility": "private", "disk_format": "raw"},
        {"container_format": "bare", "name": name, "size_min": float(len(ACTIVE)), "size_max": 1000.0},
        {"created_at": ImageDateQuery(created, "gte"), "name": name, "status": "active"},
        {"updated_at": ImageDateQuery(datetime(2020, 1, 1, tzinfo=timezone.utc), "gt"), "name": name},
    ):
        assert found(images, **{"owner": images.project_id, "name_regex": name, **narrow}) == image


def test_all_images_come_in_the_order_asked_for(images: ImageClient, make: Callable[..., str], name: str) -> None:
    ids = {letter: make(f"{name} {letter}", data=letter != "b") for letter in "bca"}

    listed = every(lambda: images, {"name_regex": f"^{name}", "sort": "name:asc"})[0]

    assert [image.id for image in listed] == [ids["a"], ids["b"], ids["c"]]


def test_a_program_without_pulumi_can_look_up_too(demo1: None, make: Callable[..., str], name: str) -> None:
    image = make(name)

    assert get_image(name=name).id == image
    assert [one.id for one in get_images(name=name)] == [image]
    there = find_image(name=name)
    assert there is not None
    assert there.id == image
    assert find_image(name=f"{name} missing") is None


def test_bad_filters_are_one_clear_line_each(demo1: None) -> None:
    bad: dict[tuple[str, Any], str] = {
        ("name_regex", "no(bel"): "name_regex 'no(bel' is no regular expression: missing ), unterminated subpattern",
        ("nmae", "noble"): "there is no filter 'nmae': did you mean name?",
        ("size_min", "5 GB"): "size_min",
        ("most_recent", "yes"): "most_recent is 'yes'; it must be True or False",
        ("tags", "lts"): "tags='lts' is not a list of tags",
    }
    for (key, value), said in bad.items():
        with pytest.raises(pulumi.RunError) as error:
            get_image(**{key: value})
        assert said in str(error.value)
        assert "\n" not in str(error.value)
