"""A listing of 100,000 images: lazy, in constant memory, every image once."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator

import pytest

from ecl_pulumi_images.client import Image
from tests.support.callers import anonymous
from tests.support.http_server import Answer, Call, HttpServer

PAGES, SIZE = 100, 1000


def identifier(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def rendered() -> list[bytes]:
    """The pages, made beforehand, so that neither their making nor the server's memory is measured."""
    record = {"status": "active", "size": 1, "tags": ["lts"], "owner": "p", "os_distro": "ubuntu", "checksum": "0" * 32}
    pages = []
    for page in range(PAGES):
        numbers = range(page * SIZE, (page + 1) * SIZE)
        images = [{**record, "id": identifier(number), "name": f"image-{number}"} for number in numbers]
        link = {"next": f"/v2/images?limit={SIZE}&marker={images[-1]['id']}"} if page < PAGES - 1 else {}
        pages.append(json.dumps({"images": images, **link}).encode())
    return pages


@pytest.fixture
def server() -> Iterator[HttpServer]:
    """A service with the images; `marker` says where a page begins."""
    pages = rendered()

    def respond(call: Call) -> Answer:
        _, _, marker = call.query.partition("marker=")
        return Answer(200, pages[int(marker.rpartition("-")[2]) // SIZE + 1 if marker else 0])

    with HttpServer(respond) as serving:
        yield serving


def test_nothing_is_asked_before_the_first_image_is_and_a_page_only_when_the_one_before_is_all_but_gone(
    server: HttpServer,
) -> None:
    images = anonymous(server.url).list(limit=SIZE)
    assert server.calls == []

    first = next(images)
    assert (first.id, len(server.calls)) == (identifier(0), 1)

    for _ in range(SIZE - 2):
        next(images)
    assert len(server.calls) == 1

    next(images)  # the last of its page may be deleted by whoever takes it, and is the next page's marker
    assert (next(images).id, len(server.calls)) == (identifier(SIZE), 2)


def test_a_hundred_thousand_images_take_no_more_memory_than_ten_thousand(server: HttpServer) -> None:
    images = anonymous(server.url).list(limit=SIZE)
    tracemalloc.start()
    try:
        seen, after_ten = _taken(images, 10 * SIZE)
        last, after_all = _taken(images, PAGES * SIZE - 10 * SIZE)
    finally:
        tracemalloc.stop()

    assert next(images, None) is None
    assert (seen, last) == (identifier(10 * SIZE - 1), identifier(PAGES * SIZE - 1))
    assert len(server.calls) == PAGES
    assert after_all - after_ten < 300_000  # bytes; the test's own list of 90 calls is among them


def _taken(images: Iterator[Image], count: int) -> tuple[str, int]:
    """The id of the last of so many images, and the bytes at most while they passed by."""
    tracemalloc.reset_peak()
    last = ""
    for _ in range(count):
        last = next(images).id
    return last, tracemalloc.get_traced_memory()[1]
