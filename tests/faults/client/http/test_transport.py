"""Calls to servers that misbehave: what is sent again, what never is, and what the error says."""

from __future__ import annotations

import socket
from itertools import cycle

import pytest

from ecl_pulumi_images.client import CreateOpts, errors
from ecl_pulumi_images.client.http.retry import RetryPolicy
from tests.support.clock import Clock
from tests.support.http_server import HANG_UP, Answer, HttpServer, in_turn
from tests.support.one_image import CREATE, GONE, ID, IMAGE, NAMED, PATCH, client_of


@pytest.mark.parametrize(
    "trouble", [HANG_UP, Answer(502), Answer(503), Answer(504), Answer(429), Answer(200, IMAGE, cut=9)]
)
def test_a_get_is_asked_again_until_it_is_answered(trouble: Answer | None) -> None:
    with HttpServer(in_turn(trouble, trouble, Answer(200, IMAGE))) as server:
        assert client_of(server.url).get(ID).name == "noble"

    assert len(server.calls) == 3


def test_a_get_gives_up_after_some_attempts_and_says_what_happened() -> None:
    clock = Clock()
    page = Answer(503, "<html><title>No server is available</title></html>", {"Content-Type": "text/html"})
    with HttpServer(in_turn(page)) as server, pytest.raises(errors.ServerError) as failed:
        client_of(server.url, clock).get(ID)

    assert len(server.calls) == RetryPolicy().attempts
    assert clock.slept == sorted(clock.slept)
    assert "No server is available" in str(failed.value)
    assert "a proxy before the image service" in str(failed.value)


def test_retry_after_is_waited_for_but_not_for_ever() -> None:
    clock = Clock()
    answers = (Answer(429, b"", {"Retry-After": "7"}), Answer(503, b"", {"Retry-After": "99999"}), Answer(200, IMAGE))
    with HttpServer(in_turn(*answers)) as server:
        client_of(server.url, clock).get(ID)

    assert 7 <= clock.slept[0] < 8
    assert 30 <= clock.slept[1] < 31


@pytest.mark.parametrize("trouble", [HANG_UP, Answer(502), Answer(503), Answer(504)])
def test_a_create_whose_answer_is_lost_is_not_sent_again_and_says_that_the_image_may_exist(
    trouble: Answer | None,
) -> None:
    with (
        HttpServer(in_turn(trouble)) as server,
        pytest.raises(errors.ImageServiceError, match="may exist all the same"),
    ):
        client_of(server.url).create(CREATE)

    assert server.asked() == ["POST /v2/images"]


def test_a_create_that_was_refused_for_its_rate_is_sent_again() -> None:
    with HttpServer(in_turn(Answer(429), Answer(201, IMAGE))) as server:
        assert client_of(server.url).create(CREATE).id == ID

    assert len(server.calls) == 2


def test_a_create_with_an_id_of_its_own_takes_the_image_whose_answer_was_lost() -> None:
    with HttpServer(in_turn(HANG_UP, Answer(200, IMAGE))) as server:
        assert client_of(server.url).create(CreateOpts(id=ID, name="noble")).id == ID

    assert server.asked() == ["POST /v2/images", f"GET /v2/images/{ID}"]


def test_a_create_with_an_id_of_its_own_is_sent_again_when_it_was_not_made() -> None:
    with HttpServer(in_turn(HANG_UP, GONE, Answer(201, IMAGE))) as server:
        assert client_of(server.url).create(CreateOpts(id=ID, name="noble")).id == ID

    assert server.asked() == ["POST /v2/images", f"GET /v2/images/{ID}", "POST /v2/images"]


def test_a_create_does_not_take_somebody_elses_image_of_that_id() -> None:
    other = Answer(200, {**IMAGE, "name": "other", "status": "active"})
    with HttpServer(in_turn(Answer(502), other)) as server, pytest.raises(errors.ServerError):
        client_of(server.url).create(CreateOpts(id=ID, name="noble"))


@pytest.mark.parametrize("trouble", [HANG_UP, Answer(502), Answer(504)])
def test_an_update_whose_answer_is_lost_is_not_sent_again(trouble: Answer | None) -> None:
    with HttpServer(in_turn(trouble)) as server, pytest.raises(errors.ImageServiceError):
        client_of(server.url).update(ID, PATCH)

    assert len(server.calls) == 1


@pytest.mark.parametrize("trouble", [HANG_UP, Answer(502), Answer(503)])
def test_a_delete_whose_answer_was_lost_is_done_when_the_image_is_gone(trouble: Answer | None) -> None:
    with HttpServer(in_turn(trouble, GONE)) as server:
        client_of(server.url).delete(ID)

    assert server.asked() == [f"DELETE /v2/images/{ID}"] * 2


def test_a_delete_of_what_is_not_there_is_not_found() -> None:
    with HttpServer(in_turn(GONE)) as server, pytest.raises(errors.NotFound) as failed:
        client_of(server.url).delete(ID)

    assert failed.value.from_service


def test_a_lost_delete_does_not_believe_the_404_of_a_proxy() -> None:
    page = Answer(404, "<html><title>nothing here</title></html>", {"Content-Type": "text/html"})
    with HttpServer(in_turn(HANG_UP, page)) as server, pytest.raises(errors.NotFound, match="check the image endpoint"):
        client_of(server.url).delete(ID)


@pytest.mark.parametrize("code", [200, 202, 204])
def test_a_delete_is_done_with_every_success_that_services_use(code: int) -> None:
    """Only 204 says so by itself."""
    gone = Answer(404, {"message": "no", "code": "404 Not Found", "title": "Not Found"})
    with HttpServer(in_turn(Answer(code), gone)) as server:
        client_of(server.url).delete(ID)

    assert [call.method for call in server.calls] == ["DELETE"] + ["GET"] * (code != 204)


def test_a_server_that_is_not_there_is_named_and_was_never_reached() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(errors.ConnectionFailed) as failed:
            client_of(url).create(CREATE)

    assert str(failed.value) == f"POST /v2/images: cannot connect to {url}: Connection refused"
    assert not failed.value.reached


def test_a_redirect_to_a_login_page_is_not_followed() -> None:
    with (
        HttpServer(in_turn(Answer(302, b"", {"Location": "/login?next=secret"}))) as server,
        pytest.raises(errors.UnexpectedAnswer, match=f"redirected to /login.*check the image endpoint: {server.url}"),
    ):
        client_of(server.url).get(ID)

    assert len(server.calls) == 1


def test_a_version_list_in_the_place_of_an_image_is_one_clear_error() -> None:
    with HttpServer(in_turn(Answer(300, {"versions": []}))) as server, pytest.raises(errors.UnexpectedAnswer) as failed:
        client_of(server.url).get(ID)

    assert "check the image endpoint" in str(failed.value)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
def test_a_login_page_with_status_200_is_one_clear_error(kind: str) -> None:
    page = Answer(200, "<!DOCTYPE html><html><title>Log in</title></html>", {"Content-Type": kind})
    with HttpServer(in_turn(page)) as server, pytest.raises(errors.UnexpectedAnswer, match=r"an HTML page \(Log in\)"):
        next(client_of(server.url).list())


@pytest.mark.parametrize("body", [b'{"id": "a', b"", b"[]", b"{}", b"null", b"\xff\xfe"])
def test_json_that_is_cut_or_of_another_shape_is_one_clear_error(body: bytes) -> None:
    with HttpServer(in_turn(Answer(200, body, NAMED))) as server, pytest.raises(errors.UnexpectedAnswer) as failed:
        client_of(server.url).get(ID)

    assert failed.value.request_id == "req-1"
    assert f"GET /v2/images/{ID}" in str(failed.value)


def test_an_answer_that_is_not_packed_as_it_says_is_no_lost_connection() -> None:
    answer = Answer(200, IMAGE, {"Content-Encoding": "gzip"})
    with HttpServer(in_turn(answer)) as server, pytest.raises(errors.UnexpectedAnswer, match="Content-Encoding"):
        client_of(server.url).get(ID)

    assert len(server.calls) == 1


def test_a_list_whose_next_page_is_the_same_again_ends_with_an_error() -> None:
    page = Answer(200, {"images": [IMAGE], "next": "/v2/images?limit=1000&marker=x"})
    with HttpServer(in_turn(page)) as server, pytest.raises(errors.UnexpectedAnswer, match="no end"):
        list(client_of(server.url).list())

    assert len(server.calls) == 2


def test_a_list_whose_next_pages_go_round_in_a_circle_ends_with_an_error() -> None:
    circle = cycle("abc")
    with HttpServer(lambda _: Answer(200, {"images": [IMAGE], "next": f"?marker={next(circle)}"})) as server:
        with pytest.raises(errors.UnexpectedAnswer, match="no end"):
            list(client_of(server.url).list())

        assert len(server.calls) < 10


def test_a_next_link_that_is_no_url_is_one_clear_error() -> None:
    page = Answer(200, {"images": [IMAGE], "next": "http://[::1/v2/images?marker=x"})
    with HttpServer(in_turn(page)) as server, pytest.raises(errors.UnexpectedAnswer, match="its `next` is no link"):
        list(client_of(server.url).list())


def test_a_next_link_to_an_internal_host_and_prefix_is_asked_of_the_same_endpoint() -> None:
    first = Answer(200, {"images": [IMAGE], "next": "http://internal.example:9292/v2/images?marker=m&limit=1000"})
    with HttpServer(in_turn(first, Answer(200, {"images": []}))) as server:
        assert len(list(client_of(f"{server.url}/RegionOne/image/v2/").list())) == 1

    assert server.asked() == ["GET /RegionOne/image/v2/images"] * 2
    assert "marker=m" in server.calls[1].query


def test_a_list_asks_nothing_before_its_first_image_and_no_page_too_early() -> None:
    pages = [Answer(200, {"images": [IMAGE, IMAGE], "next": f"/v2/images?marker={n}"}) for n in range(9)]
    with HttpServer(in_turn(*pages)) as server:
        images = client_of(server.url).list()
        assert server.calls == []
        next(images)
        assert len(server.calls) == 1
        next(images)
        next(images)

    assert len(server.calls) == 2


def test_text_that_is_no_unicode_is_refused_before_any_call() -> None:
    images = client_of("http://127.0.0.1:1")

    with pytest.raises(errors.BadRequest, match="no Unicode"):
        images.create(CreateOpts(name="caf\udce9.qcow2"))
    with pytest.raises(errors.BadRequest, match="no Unicode"):
        images.find("caf\udce9.qcow2")


def test_every_call_accepts_json_and_names_this_client() -> None:
    with HttpServer(in_turn(Answer(200, IMAGE))) as server:
        client_of(server.url).get(ID)

    assert server.calls[0].headers["Accept"] == "application/json"
    assert server.calls[0].headers["User-Agent"].startswith("ecl-pulumi-images/")
