"""Web servers that stall, hang up, redirect, and services that make a URL be fetched twice."""

from __future__ import annotations

import gzip
import os
import ssl
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import Cancelled, Unauthorized
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.url import NotFetched, Url, fetched
from ecl_pulumi_images.lifecycle.image.create import create
from tests.support.callers import anonymous, with_application_credential, with_password
from tests.support.certificate import self_signed
from tests.support.clock import Clock
from tests.support.http_server import HANG_UP, Answer, Call, HttpServer, in_turn
from tests.support.identity_server import Identity
from tests.support.import_service import ImportService
from tests.support.publisher import Publisher
from tests.support.raw_service import RawService, Reply

MIB = 1 << 20
DATA = os.urandom(MIB) * 6


def never() -> bool:
    return False


def read(url: str, **how: Any) -> bytes:
    with fetched(Url(url), how.pop("cancelled", never), **{"clock": Clock(), **how}) as stream:
        return b"".join(stream.blocks)


def refusal(server: HttpServer | RawService, path: str = "/file", **how: Any) -> str:
    with server, pytest.raises(NotFetched) as raised:
        read(server.url + path, **how)
    return str(raised.value)


# -- the web server


def test_a_server_that_stops_sending_is_given_up() -> None:
    stalled = Reply(200, DATA, cut=MIB + 10, then="hold")

    assert "timed out" in refusal(RawService([stalled]), stall=0.2)


def test_a_server_that_never_answers_is_given_up() -> None:
    assert "timed out" in refusal(RawService([Reply(None, then="hold")]), stall=0.2)


BUSY = Answer(503, headers={"Retry-After": "7"})


@pytest.mark.parametrize("first", [BUSY, Answer(429), Answer(502), Answer(504), HANG_UP])
def test_a_server_that_is_down_for_a_moment_is_asked_again(first: Answer | None) -> None:
    with HttpServer(in_turn(first, first, Answer(200, b"data"))) as server:
        assert read(f"{server.url}/file") == b"data"

    assert len(server.calls) == 3


def test_the_pause_before_asking_again_is_at_least_what_the_server_says() -> None:
    clock = Clock()
    with HttpServer(in_turn(BUSY, Answer(200, b"data"))) as server:
        read(f"{server.url}/file", clock=clock)

    assert sum(clock.slept) >= 7


@pytest.mark.parametrize(("answer", "asked"), [(Answer(503), 5), (HANG_UP, 5), (Answer(404), 1), (Answer(500), 1)])
def test_a_server_that_stays_down_is_given_up_and_one_that_refuses_at_once(answer: Answer | None, asked: int) -> None:
    server = HttpServer(in_turn(answer))
    refusal(server)

    assert len(server.calls) == asked


def test_a_server_is_not_asked_again_when_nobody_wants_the_result() -> None:
    unwanted = Event()

    def busy(call: Call) -> Answer:
        unwanted.set()
        return BUSY

    with HttpServer(busy) as server, pytest.raises(Cancelled):
        read(f"{server.url}/file", cancelled=unwanted.is_set)

    assert len(server.calls) == 1


def test_a_server_that_hangs_up_is_named_without_its_signature() -> None:
    said = refusal(HttpServer(in_turn(HANG_UP)), "/file?signature=SECRET")

    assert "/file?*** could not be read: " in said
    assert "SECRET" not in said


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(None, then="close"), "Remote end closed connection without response"),
        (
            Reply(200, DATA, cut=1000, then="close"),
            f"IncompleteRead(1000 bytes read, {len(DATA) - 1000} more expected)",
        ),
    ],
)
def test_a_connection_that_ends_early_is_told_in_plain_words(reply: Reply, why: str) -> None:
    assert refusal(RawService([reply])).endswith(f"/file could not be read: {why}")


@pytest.mark.parametrize("reply", [Reply(None, then="hold"), Reply(200, DATA, cut=MIB + 10, then="hold")])
def test_nobody_waits_for_a_silent_server_once_the_result_is_unwanted(reply: Reply) -> None:
    unwanted = Event()
    Timer(0.1, unwanted.set).start()
    with RawService([reply]) as server, pytest.raises(Cancelled):
        read(f"{server.url}/file", cancelled=unwanted.is_set, stall=600)


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/x", "file:///etc/passwd", "/file", "http://[::1/x"])
def test_a_redirect_that_leads_nowhere_is_an_error(to: str) -> None:
    refusal(HttpServer(in_turn(Answer(302, headers={"Location": to}))))


def test_a_password_is_not_given_to_another_server() -> None:
    with HttpServer(in_turn(Answer(200, b"data"))) as other:
        moved = Answer(302, headers={"Location": f"{other.url}/image"})
        with HttpServer(in_turn(moved)) as server, fetched(Url(f"{server.url}/x", "me", "pässword"), never) as stream:
            assert b"".join(stream.blocks) == b"data"

    assert server.calls[0].headers["Authorization"].startswith("Basic ")
    assert "Authorization" not in other.calls[0].headers


def test_a_certificate_that_nobody_vouches_for_is_refused_with_the_way_out(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path, "server"))

    said = refusal(HttpServer(in_turn(Answer(200, b"data")), tls=context))

    assert "certificate" in said
    assert "set REQUESTS_CA_BUNDLE" in said


def test_a_published_gz_file_stays_one_whatever_encoding_the_server_claims() -> None:
    packed = gzip.compress(DATA)
    with HttpServer(in_turn(Answer(200, packed, {"Content-Encoding": "gzip"}))) as server:
        assert read(f"{server.url}/image.gz") == packed

    assert server.calls[0].headers["Accept-Encoding"] == "identity"


def test_neither_a_password_nor_a_signature_shows_in_a_representation() -> None:
    shown = repr(Url("https://me:SECRET@images.example/x?signature=SECRET", "me", "SECRET"))

    assert shown == "Url(https://images.example/x?***)"


# -- a transfer that breaks


def cut(at: int, **headers: str) -> Reply:
    """The data from `at` on, which breaks after 2 MiB."""
    first = {"Content-Range": f"bytes {at}-{len(DATA) - 1}/{len(DATA)}"} if at else {}
    return Reply(206 if at else 200, DATA[at:], {**first, **headers}, cut=2 * MIB)


def rest(at: int) -> Reply:
    """The data from `at` on, all of it."""
    return replace(cut(at), cut=None)


def test_a_transfer_that_breaks_goes_on_where_it_broke() -> None:
    replies = [cut(0, ETag='"v1"'), cut(2 * MIB), Reply(None, then="reset"), rest(4 * MIB)]
    with RawService(replies) as server:
        assert read(f"{server.url}/file") == DATA

    asked = [(request.headers.get("range"), request.headers.get("if-range")) for request in server.requests]
    second, third = ("bytes=2097152-", '"v1"'), ("bytes=4194304-", '"v1"')
    assert asked == [(None, None), second, third, third]


@pytest.mark.parametrize("busy", [Reply(503), Reply(429), Reply(None, then="close")])
def test_a_transfer_goes_on_when_the_server_is_down_for_a_moment(busy: Reply) -> None:
    with RawService([cut(0, ETag='"v1"'), busy, busy, rest(2 * MIB)]) as server:
        assert read(f"{server.url}/file") == DATA


ENDLESS = Reply(200, b"4\r\ndata\r\n", {"Transfer-Encoding": "chunked", "ETag": '"v1"'}, then="close")


def test_a_transfer_of_unknown_length_that_broke_at_its_end_is_complete() -> None:
    with RawService([ENDLESS, Reply(416, headers={"Content-Range": "bytes */4"})]) as server:
        assert read(f"{server.url}/file") == b"data"


@pytest.mark.parametrize("told", ["bytes */5", "bytes */*", "4"])
def test_a_transfer_of_unknown_length_that_has_more_is_not_complete(told: str) -> None:
    assert "could not be read" in refusal(RawService([ENDLESS, Reply(416, headers={"Content-Range": told})]))


@pytest.mark.parametrize(
    ("headers", "replies"),
    [
        ({}, []),
        ({"ETag": 'W/"v1"'}, []),
        ({"ETag": '"v1"'}, [Reply(200, DATA)]),
        ({"Last-Modified": "Wed, 25 Nov 2026 17:00:00 GMT"}, [Reply(416)]),
        ({"ETag": '"v1"'}, [rest(MIB)]),
    ],
)
def test_a_transfer_does_not_go_on_with_what_may_be_other_data(headers: dict[str, str], replies: list[Reply]) -> None:
    server = RawService([cut(0, **headers), *replies])

    assert "could not be read" in refusal(server)
    assert len(server.requests) == 1 + len(replies)


# -- the image service

QUEUED = {"status": "queued", "name": "x", "disk_format": "raw", "container_format": "bare"}


def test_a_url_is_fetched_again_when_the_service_refuses_the_token_in_the_middle() -> None:
    """Case B2: the second body begins at the first byte."""
    image, active = QUEUED, {**QUEUED, "status": "active", "size": len(DATA)}
    replies = [Reply(401, after=MIB), Reply()]
    with (
        Publisher({"raw": DATA}) as web,
        RawService(replies, [image, active]) as service,
        HttpServer(Identity({}).respond) as keystone,
    ):
        declared = check({"name": "x", "image_source_url": web.url("raw")})[0]
        create(with_password(service.url, keystone.url), declared, Conditions())

    assert web.asked == ["/raw", "/raw"]
    assert [put.whole and put.body == DATA for put in service.of("PUT")] == [False, True]


def test_a_credential_that_may_not_upload_makes_one_attempt_and_leaves_no_record() -> None:
    """Case A5: its access rules leave the PUT out, and keystonemiddleware says 401."""
    with (
        Publisher({"raw": DATA}) as web,
        RawService([Reply(401)], [QUEUED]) as service,
        HttpServer(Identity({}).respond) as keystone,
    ):
        declared = check({"name": "x", "image_source_url": web.url("raw")})[0]
        images = with_application_credential(service.url, keystone.url)
        with pytest.raises(Unauthorized, match="its access rules have to allow that"):
            create(images, declared, Conditions())

    assert [request.method for request in service.requests] == ["POST", "PUT", "DELETE"]


def test_unpacked_data_is_measured_for_a_proxy_that_wants_a_length() -> None:
    """Case B4."""
    image, active = QUEUED, {**QUEUED, "status": "active", "size": len(DATA)}
    with (
        Publisher({"raw.gz": gzip.compress(DATA)}) as web,
        RawService([Reply(411, after=0), Reply()], [image, active]) as service,
    ):
        declared = check({"name": "x", "image_source_url": web.url("raw.gz"), "decompress": True})[0]
        create(anonymous(service.url), declared, Conditions())

    first, second = service.of("PUT")
    assert (first.headers.get("content-length"), second.headers["content-length"]) == (None, str(len(DATA)))
    assert second.body == DATA


# -- transfers at once


class Slot(AbstractContextManager["Slot"]):
    """Notes in `log` when it is entered and left."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def __enter__(self) -> Slot:
        self.log.append("enter")
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("leave")


def course(declared: dict[str, Any], service: ImportService) -> list[str]:
    """Requests to the image service, and the slot, in their order."""
    log: list[str] = []

    def respond(call: Any) -> Answer:
        log.append(f"{call.method} {call.path.rpartition('/')[2]}" if call.method != "GET" else "GET")
        return service.respond(call)

    with HttpServer(respond) as server:
        create(anonymous(server.url), check({"name": "x", **declared})[0], Conditions(slot=Slot(log)))
    return [entry for entry in log if entry != "GET"]


ACTIVE = {"status": "active", "name": "x"}


def test_a_slot_is_held_from_before_the_source_is_opened_until_all_is_sent() -> None:
    with Publisher({"raw": DATA}) as web:
        declared = {"image_source_url": web.url("raw"), "method": "glance-direct"}
        assert course(declared, ImportService([ACTIVE])) == [
            "enter",
            "POST images",
            "PUT stage",
            "leave",
            "POST import",
        ]


def test_what_this_machine_does_not_send_takes_no_slot() -> None:
    declared = {"image_source_url": "http://127.0.0.1:9/x", "web_download": True, "disk_format": "raw"}

    assert course(declared, ImportService([ACTIVE])) == ["POST images", "POST import"]
    assert course({}, ImportService([ACTIVE])) == ["POST images"]
