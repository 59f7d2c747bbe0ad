"""Every filter of a listing, and the recorded facts of the Go SDK's own tests, against the real service."""

import json
import threading
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.client.connection import connect
from ecl_pulumi_images.client.errors import NotFound
from ecl_pulumi_images.client.images.create import CreateOpts
from ecl_pulumi_images.client.images.filters import exact
from ecl_pulumi_images.client.images.list_options import ImageDateQuery, ListOpts
from ecl_pulumi_images.client.images.patch import ReplaceImageName, UpdateImageProperty
from tests.support.names import NAMES


class Made:
    def __init__(self, client: ImageClient) -> None:
        self.client, self.tag = client, f"t-{uuid.uuid4()}"
        self.ids: list[str] = []

    def make(self, *tags: str, **fields: Any) -> Image:
        image = self.client.create(CreateOpts(tags=[self.tag, *tags], **fields))
        self.ids.append(image.id)
        return image

    def names(self, tags: Sequence[str] = (), **filters: Any) -> list[str]:
        return [image.name or "" for image in self.client.list(tags=[self.tag, *tags], **filters)]


@pytest.fixture
def mine(images: ImageClient) -> Made:
    """Make images that only this test knows: all carry one tag of its own. They go when the test ends."""
    return Made(images)


@pytest.fixture(autouse=True)
def cleaned(mine: Made) -> Iterator[None]:
    yield
    for image_id in mine.ids:
        try:
            mine.client.delete(image_id)
        except NotFound:
            continue


def test_a_list_of_three_gives_three(mine: Made) -> None:
    made = [mine.make(name=f"n{number}") for number in range(3)]

    assert {image.id for image in mine.client.list(tags=[mine.tag])} == {image.id for image in made}


def test_paging_with_limit_1_gives_every_image_once(mine: Made) -> None:
    made = [mine.make(name=f"n{number}") for number in range(3)]

    pages = list(mine.client.pages(ListOpts(limit=1, tags=[mine.tag], sort="name:asc")))

    assert [image.id for page in pages for image in page.images] == [image.id for image in made]
    assert [len(page.images) for page in pages] == [1, 1, 1, 0]
    assert str(pages[0].next_page_url).startswith("/v2/images?")
    assert pages[-1].is_empty


def test_later_pages_ask_for_all_tags_although_the_link_names_only_the_last(mine: Made) -> None:
    for number in range(3):
        mine.make("other", name=f"both{number}")
    stranger = mine.client.create(CreateOpts(name="only the last tag", tags=["other"]))
    mine.ids.append(stranger.id)

    first = next(mine.client.pages(ListOpts(limit=1, tags=[mine.tag, "other"], sort="created_at:asc")))

    assert first.next_page_url is not None
    assert mine.tag not in first.next_page_url
    assert mine.names(tags=["other"], limit=1, sort="created_at:asc") == ["both0", "both1", "both2"]


def test_a_new_image_has_null_for_what_it_does_not_have_yet(mine: Made) -> None:
    image = mine.make(name="bare record")

    assert (image.status, image.name) == ("queued", "bare record")
    assert (image.size, image.virtual_size, image.checksum) == (None, None, None)
    assert (image.container_format, image.disk_format, image.os_hash_value) == (None, None, None)
    assert image.created_at is not None
    assert image.created_at.utcoffset() == timedelta(0)
    assert image.properties.keys() <= {"stores"}


def test_an_update_makes_three_property_operations_at_once(mine: Made) -> None:
    image = mine.make(name="before", properties={"hw_disk_bus": "scsi", "hw_vif_model": "e1000"})

    changed = mine.client.update(
        image.id,
        [
            ReplaceImageName("after"),
            UpdateImageProperty("add", "hw_machine/type~x", "q35"),
            UpdateImageProperty("replace", "hw_disk_bus", "virtio"),
            UpdateImageProperty("remove", "hw_vif_model"),
        ],
    )

    assert changed.name == "after"
    assert dict(mine.client.get(image.id).properties) == {"hw_disk_bus": "virtio", "hw_machine/type~x": "q35"}


def test_a_deleted_image_is_not_found(mine: Made) -> None:
    image = mine.make(name="gone")

    mine.client.delete(image.id)

    with pytest.raises(NotFound):
        mine.client.get(image.id)


def test_each_name_finds_itself_and_only_itself(mine: Made) -> None:
    for name in NAMES:
        mine.make(name=name)

    for name in NAMES:
        assert mine.names(name=exact(name)) == [name]


def test_a_list_of_names_finds_exactly_those(mine: Made) -> None:
    askable = [name for name in NAMES if '"' not in name]
    for name in NAMES:
        mine.make(name=name)

    assert sorted(mine.names(name=askable)) == sorted(askable)
    assert mine.names(name=["alpha,beta", "nothing"]) == ["alpha,beta"]


def test_the_in_form_of_the_go_sdk_goes_through_as_it_is(mine: Made) -> None:
    for name in ("alpha", "beta", "alpha,beta"):
        mine.make(name=name)

    assert sorted(mine.names(name="in:alpha,beta")) == ["alpha", "beta"]
    assert sorted(mine.names(name='in:"alpha,beta",beta')) == ["alpha,beta", "beta"]


def test_ids_statuses_and_formats_filter_by_one_and_by_several(mine: Made) -> None:
    raw = mine.make(name="raw", disk_format="raw", container_format="bare")
    iso = mine.make(name="iso", disk_format="iso", container_format="ovf")
    mine.make(name="none")

    assert mine.names(id=raw.id) == ["raw"]
    assert sorted(mine.names(id=[raw.id, iso.id])) == ["iso", "raw"]
    assert mine.names(disk_format="iso") == ["iso"]
    assert sorted(mine.names(disk_format=["iso", "raw"])) == ["iso", "raw"]
    assert mine.names(container_format="in:bare,ami") == ["raw"]
    assert len(mine.names(status=["queued", "active"])) == 3
    assert mine.names(status="active") == []


def test_sizes_filter_even_when_they_are_0(mine: Made) -> None:
    small = mine.make(name="small", disk_format="raw", container_format="bare")
    mine.client.upload(small.id, [b"x" * 700])
    mine.make(name="without data")

    assert mine.names(size_min=0) == ["small"]
    assert mine.names(size_max=0) == []
    assert mine.names(size_min=700, size_max=700) == ["small"]
    assert mine.names(size_min=701) == []


def test_dates_filter_from_every_time_zone(mine: Made) -> None:
    image = mine.make(name="now")
    second = timedelta(seconds=1)
    assert image.created_at is not None
    assert image.updated_at is not None

    assert mine.names(created_at=ImageDateQuery(image.created_at, "gte")) == ["now"]
    assert mine.names(created_at=ImageDateQuery(image.created_at - second, "gt")) == ["now"]
    assert mine.names(created_at=ImageDateQuery(image.created_at - second, "lt")) == []
    assert mine.names(updated_at=ImageDateQuery(image.updated_at + 2 * second, "lte")) == ["now"]
    assert mine.names(created_at=image.created_at - second) == []


def test_order_and_marker_are_those_that_were_asked_for(mine: Made) -> None:
    made = {name: mine.make(name=name) for name in ("a", "c", "b")}

    assert mine.names(sort="name:asc") == ["a", "b", "c"]
    assert mine.names(sort="name") == ["c", "b", "a"]
    assert mine.names(sort_key="name", sort_dir="asc") == ["a", "b", "c"]
    assert mine.names(sort="name:asc", marker=made["a"].id, limit=1) == ["b", "c"]


def test_owner_visibility_and_hidden_filter(mine: Made, images2: ImageClient) -> None:
    mine.make(name="own")
    mine.make(name="hidden", os_hidden=True)
    mine.make(name="community", visibility="community")

    own = mine.client.project_id
    assert sorted(mine.names(owner=own)) == ["community", "own"]
    assert mine.names(owner="0" * 32) == []
    assert mine.names(os_hidden=True) == ["hidden"]
    assert [image.name for image in images2.list(tags=[mine.tag], visibility="community")] == ["community"]


def test_a_pending_share_shows_only_when_its_member_status_is_asked_for(mine: Made, images2: ImageClient) -> None:
    image = mine.make(name="shared", visibility="shared")
    mine.client.add_member(image.id, str(images2.project_id))

    def seen(**filters: Any) -> list[str]:
        return [image.name or "" for image in images2.list(tags=[mine.tag], visibility="shared", **filters)]

    assert seen() == []
    assert seen(member_status="pending") == seen(member_status="all") == ["shared"]
    assert seen(member_status="rejected") == []


def test_custom_properties_filter_by_value(mine: Made) -> None:
    mine.make(name="linux", properties={"os_type": "linux", "a:b": "in:c"})
    mine.make(name="windows", properties={"os_type": "windows"})

    assert mine.names(properties={"os_type": "linux"}) == ["linux"]
    assert mine.names(properties={"a:b": "in:c"}) == ["linux"]
    assert mine.names(properties={"checksum": "0" * 32}) == []


class _EnterpriseCloud(BaseHTTPRequestHandler):
    """Lists three images one by one; its links leave the version out, as recorded from Enterprise Cloud 2.0."""

    ids = ("a", "b", "c")
    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        asked = parse_qs(split.query)
        self.paths.append(split.path)
        at = self.ids.index(asked["marker"][0]) + 1 if "marker" in asked else 0
        answer = {"images": [{"id": self.ids[at], "license_switch": "BYOL"}], "first": "/images?limit=1"}
        if at + 1 < len(self.ids):
            answer["next"] = f"/images?limit=1&marker={self.ids[at]}"
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


def test_links_without_the_version_prefix_lead_to_every_page() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _EnterpriseCloud) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}/image/v2"
        listed = list(connect(auth_type="none", endpoint_override=endpoint, load_envvars=False).list(limit=1))
        server.shutdown()

    assert [(image.id, image.license_switch) for image in listed] == [("a", "BYOL"), ("b", "BYOL"), ("c", "BYOL")]
    assert set(_EnterpriseCloud.paths) == {"/image/v2/images"}
