"""Pages of a listing and the links between them."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.images.image import Image
from ecl_pulumi_images.client.images.page import ImagePage, decode_page, next_query
from ecl_pulumi_images.client.invalid import WireError

from .strategies import wires

MARKER = "07aa21a9-fa1a-430e-9a33-185be5982431"


def page(**answer: Any) -> ImagePage:
    return decode_page(json.dumps(answer).encode())


def test_a_page_of_three_is_read_in_the_order_of_the_answer() -> None:
    got = page(images=[{"id": "a"}, {"id": "b"}, {"id": "c"}], schema="/v2/schemas/images", first="/v2/images?limit=3")

    assert got == ImagePage((Image(id="a"), Image(id="b"), Image(id="c")), None)
    assert not got.is_empty


def test_the_page_after_an_exactly_full_last_one_is_empty() -> None:
    assert page(images=[]).is_empty
    assert page(images=[]).next is None


def test_the_next_page_url_is_the_link_as_the_service_wrote_it() -> None:
    link = f"/images?limit=1&marker={MARKER}"

    assert page(images=[{"id": MARKER}], next=link).next_page_url == link


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_next_of_null_or_nothing_ends_the_list(nothing: str | None) -> None:
    assert page(images=[{"id": "a"}], next=nothing).next_page_url is None


@given(st.lists(wires, max_size=4))
def test_odd_images_never_break_a_page(entries: list[Any]) -> None:
    got = decode_page(json.dumps({"images": entries}))

    assert len(got.images) == len(entries)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{}", "`images` is missing"),
        ('{"images": null}', "`images` is missing or not a list"),
        ('{"images": {"id": "a"}}', "not a list"),
        ('{"images": [{"id": "a"}, null]}', "entry 1 is not an object"),
        ('{"images": ["a"]}', "entry 0 is not an object"),
        ('{"images": [{"id": "a"}], "next": {"href": "x"}}', "its `next` is not a link"),
        ('{"images": [{"id": "a"}], "ne', "not JSON"),
        ("<!DOCTYPE html><title>Sign in</title>", "not JSON"),
        ("[]", "a JSON list, not an object"),
    ],
)
def test_an_answer_that_is_no_list_of_images_is_one_clear_error(body: str, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        decode_page(body)


@pytest.mark.parametrize(
    "prefix",
    [
        "/v2/images",
        "/images",
        "images",
        "v2/images",
        "",
        "/image/v2/images",
        "/RegionOne/image/v2/images",
        "http://internal.example:9292/v2/images",
        "https://glance-jp1-ecl.api.example/images",
        "//internal.example/v2/images",
    ],
)
def test_a_link_of_every_shape_asks_for_the_same_page(prefix: str) -> None:
    assert next_query(f"{prefix}?limit=1&marker={MARKER}") == [("limit", "1"), ("marker", MARKER)]


def test_every_tag_that_was_asked_for_is_asked_for_again() -> None:
    asked = [("tag", "a"), ("tag", "b"), ("limit", "2")]
    link = f"/v2/images?tag=b&limit=2&marker={MARKER}"  # Glance keeps the last tag only

    assert next_query(link, asked) == [*asked, ("marker", MARKER)]


def test_the_next_marker_takes_the_place_of_the_first() -> None:
    assert next_query("?marker=new", [("marker", "old"), ("limit", "1")]) == [("limit", "1"), ("marker", "new")]


def test_what_only_the_link_says_is_kept() -> None:
    assert next_query("/images?page_token=x%2Fy&empty=", [("name", "a")]) == [
        ("name", "a"),
        ("page_token", "x/y"),
        ("empty", ""),
    ]


@pytest.mark.parametrize("link", ["/v2/images", "?", "https://glance.example/v2/images#x"])
def test_a_link_without_a_query_is_an_error_and_not_the_same_page_for_ever(link: str) -> None:
    with pytest.raises(WireError, match="has no query"):
        next_query(link, [("limit", "1")])


pairs = st.lists(st.tuples(st.text(min_size=1, max_size=6), st.text(max_size=8)), max_size=5)


@given(pairs, st.text(min_size=1))
def test_the_next_query_is_the_asked_one_with_another_marker(asked: list[tuple[str, str]], marker: str) -> None:
    link = "/images?" + urlencode([*dict(asked).items(), ("marker", marker)])  # what Glance does with equal names

    got = next_query(link, asked)

    assert [pair for pair in got if pair[0] != "marker"] == [pair for pair in asked if pair[0] != "marker"]
    assert got[-1] == ("marker", marker)
    assert parse_qsl(urlencode(got), keep_blank_values=True) == got
