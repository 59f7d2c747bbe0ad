"""A list goes on whatever others delete while it is read: nothing that stays is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecl_pulumi_images.client import BadRequest, ImageServiceError, ListOpts, UnexpectedAnswer
from tests.support.callers import anonymous
from tests.support.http_server import Answer, Call, HttpServer, in_turn


def identifier(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


@dataclass
class Glance:
    """Images in a fixed order, listed as Glance does. `before`: what others do before each answer."""

    ids: list[str]
    before: Callable[[Glance], None] = lambda _: None
    order: list[str] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self.order = [*self.ids]

    def respond(self, call: Call) -> Answer:
        self.asked += 1
        if self.asked > 1:
            self.before(self)
        query = parse_qs(call.query)
        marker = query.get("marker", [""])[0]
        if marker and marker not in self.ids:
            words = f"No image found with ID {marker}"
            return Answer(400, {"message": words, "code": "400 Bad Request", "title": "Bad Request"})
        start = self.ids.index(marker) + 1 if marker else 0
        limit = int(query["limit"][0])
        page = self.ids[start : start + limit]
        link = {"next": f"/v2/images?limit={limit}&marker={page[-1]}"} if len(page) == limit else {}
        return Answer(200, {"images": [{"id": one, "name": "x", "status": "active"} for one in page], **link})


def ids(count: int) -> list[str]:
    return [identifier(number) for number in range(count)]


WAYS: dict[str, Callable[[str, int], list[str]]] = {
    "list": lambda url, limit: [image.id for image in anonymous(url).list(limit=limit)],
    "pages": lambda url, limit: [
        image.id for page in anonymous(url).pages(ListOpts(limit=limit)) for image in page.images
    ],
    "find": lambda url, limit: [image.id for image in anonymous(url).find("x", limit=limit)],
}


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 12),
    st.integers(1, 4),
    st.lists(st.sets(st.integers(0, 11), max_size=6), max_size=12),
    st.sampled_from([*WAYS]),
)
def test_what_stays_is_listed_exactly_once_whatever_is_deleted_meanwhile(
    count: int, limit: int, deleted: list[set[int]], way: str
) -> None:
    waiting = [*deleted]

    def others(glance: Glance) -> None:
        gone = {identifier(number) for number in (waiting.pop(0) if waiting else ())}
        glance.ids = [one for one in glance.ids if one not in gone]

    glance = Glance(ids(count), others)
    with HttpServer(glance.respond) as server:
        found = WAYS[way](server.url, limit)

    assert len(found) == len(set(found))
    assert set(glance.ids) <= set(found)
    assert found == sorted(found)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_a_list_ends_when_everything_that_it_gives_is_deleted_at_once(way: str, limit: int) -> None:
    """Whoever cleans up in the same order as we list."""

    def others(glance: Glance) -> None:
        given = min(len(glance.order), limit * (glance.asked - 1))
        glance.ids = [one for one in glance.ids if one not in glance.order[:given]]

    glance = Glance(ids(20), others)
    with HttpServer(glance.respond) as server:
        found = WAYS[way](server.url, limit)

    assert set(found) >= set(glance.ids)
    assert len(found) == len(set(found))
    assert glance.asked < 80


def test_a_long_list_goes_on_with_few_questions_when_all_but_the_first_of_a_page_are_deleted() -> None:
    def others(glance: Glance) -> None:
        if glance.asked == 3:
            glance.ids = [glance.order[0], *glance.order[:1001][-1:], *glance.order[2000:]]

    glance = Glance(ids(3000), others)
    with HttpServer(glance.respond) as server:
        found = WAYS["list"](server.url, 1000)

    assert found == glance.order
    assert glance.asked < 20


def test_a_list_whose_last_two_thousand_images_are_all_gone_says_so_and_gives_nothing_twice() -> None:
    def others(glance: Glance) -> None:
        if glance.asked == 4:
            glance.ids = [*glance.order[:500], *glance.order[3000:]]

    glance = Glance(ids(4000), others)
    with HttpServer(glance.respond) as server:
        images = anonymous(server.url).list(limit=1000)
        found: list[str] = []
        with pytest.raises(UnexpectedAnswer, match=r"are all gone.*list again"):
            found.extend(image.id for image in images)

    assert glance.asked < 30


def test_a_service_that_refuses_every_marker_is_given_up() -> None:
    def respond(call: Call) -> Answer:
        if "marker" in call.query:
            return Answer(400, {"message": "no", "code": "400", "title": "x"})
        return Answer(200, {"images": [{"id": identifier(1)}], "next": "/v2/images?marker=x"})

    with HttpServer(respond) as server, pytest.raises(ImageServiceError):
        list(anonymous(server.url).list())

    assert len(server.calls) < 10


def test_a_marker_of_the_callers_own_that_is_gone_is_the_callers_error() -> None:
    glance = Glance(ids(3))
    with HttpServer(glance.respond) as server, pytest.raises(BadRequest, match="No image found"):
        list(anonymous(server.url).list(marker=identifier(9), limit=2))

    assert glance.asked == 1


def test_a_refusal_by_a_proxy_in_the_middle_is_no_deletion() -> None:
    page = Answer(200, {"images": [{"id": identifier(1)}], "next": "/v2/images?marker=x"})
    with HttpServer(in_turn(page, Answer(400, "<html>no</html>", {"Content-Type": "text/html"}))) as server:
        with pytest.raises(BadRequest):
            list(anonymous(server.url).list())

        assert len(server.calls) == 2
