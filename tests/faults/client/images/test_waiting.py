"""Waiting for an image whose states are scripted (case C3, I3)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import Image, errors
from tests.support.clock import Clock
from tests.support.http_server import Answer, Call, HttpServer, in_turn
from tests.support.one_image import GONE, client_of

ID = str(uuid4())


def look(status: str, **fields: Any) -> Answer:
    return Answer(200, {"id": ID, "status": status, **fields})


def waited(*answers: Answer, clock: Clock | None = None, **how: Any) -> Image:
    with HttpServer(in_turn(*answers)) as server:
        return client_of(server.url, clock).wait(ID, **how)


def test_looks_come_often_at_first_and_every_few_seconds_later() -> None:
    clock = Clock()
    waited(*[look("importing")] * 20, look("active"), clock=clock)

    assert clock.slept == sorted(clock.slept)
    assert (clock.slept[0], clock.slept[-1]) == pytest.approx((0.1, 5.0))


def test_the_last_answer_is_what_counts() -> None:
    found = waited(look("queued"), look("saving", size=5), look("active", size=10))

    assert (found.status, found.size) == ("active", 10)


def test_a_new_image_that_is_not_everywhere_yet_is_waited_for() -> None:
    assert waited(GONE, GONE, look("active")).status == "active"


def test_an_image_that_never_was_is_not_found_after_a_while() -> None:
    clock = Clock()
    with pytest.raises(errors.NotFound):
        waited(GONE, clock=clock)

    assert 10 < sum(clock.slept) < 20


def test_an_image_that_was_there_and_is_gone_is_not_found_at_once() -> None:
    with pytest.raises(errors.NotFound):
        waited(look("queued"), GONE, look("active"))


def test_a_proxys_404_is_not_waited_for() -> None:
    clock = Clock()
    page = Answer(404, "<html><title>x</title></html>", {"Content-Type": "text/html"})
    with pytest.raises(errors.NotFound):
        waited(page, clock=clock)

    assert clock.slept == []


def test_an_image_that_is_active_before_its_bytes_are_counted_is_waited_for() -> None:
    assert waited(look("active", size=0, __image_size="0"), look("active", size=10), size=10).size == 10


def test_an_upload_that_stands_still_ends_the_wait_after_its_deadline() -> None:
    clock = Clock()
    with pytest.raises(errors.WaitTimeout, match="still uploading, without movement for"):
        waited(look("uploading"), clock=clock, stall=30)

    assert 30 <= sum(clock.slept) < 36


def test_a_wait_ends_at_its_timeout_and_not_a_pause_later() -> None:
    clock = Clock()
    with pytest.raises(errors.WaitTimeout, match="is still importing after 12 s"):
        waited(look("importing"), clock=clock, timeout=12)

    assert sum(clock.slept) == pytest.approx(12, abs=0.01)


def test_a_gateway_that_fails_during_the_wait_does_not_end_it() -> None:
    assert waited(look("saving"), Answer(502), Answer(504), look("active")).status == "active"


def importing(tasks: Answer) -> tuple[HttpServer, list[tuple[str, str]]]:
    """A service on which an import of 2 minutes went on, and what the wait for it told."""
    clock, told = Clock(), []
    began = clock.monotonic()

    def respond(call: Call) -> Answer:
        if call.path.endswith("/tasks"):
            return tasks
        return look("importing" if clock.monotonic() < began + 120 else "active")

    with HttpServer(respond) as server:
        client_of(server.url, clock).wait(ID, progress=lambda image, said: told.append((image.status, said)))
    return server, told


def test_a_long_wait_tells_every_look_and_what_the_imports_task_says() -> None:
    server, told = importing(Answer(200, {"tasks": [{"message": ""}, {"message": "Copied 512 MiB"}]}))

    assert (told[0], told[-2], told[-1]) == (
        ("importing", ""),
        ("importing", "Copied 512 MiB"),
        ("active", "Copied 512 MiB"),
    )
    assert 3 <= server.asked().count(f"GET /v2/images/{ID}/tasks") <= 4


def test_a_service_that_shows_no_tasks_is_asked_once_only() -> None:
    server, told = importing(GONE)

    assert told[-1] == ("active", "")
    assert server.asked().count(f"GET /v2/images/{ID}/tasks") == 1


def test_a_short_wait_asks_for_no_tasks() -> None:
    with HttpServer(in_turn(look("importing"), look("active"))) as server:
        client_of(server.url).wait(ID)

    assert server.asked() == [f"GET /v2/images/{ID}"] * 2
