"""Uploads to services and proxies that refuse, hang up, answer late or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images import client
from tests.faults.client.transfer.uploads import ACTIVE, DATA, MD5, MIB
from tests.support.callers import anonymous, with_application_credential, with_password
from tests.support.certificate import write_certificate
from tests.support.clock import Clock
from tests.support.http_server import HttpServer
from tests.support.identity_server import Identity
from tests.support.raw_service import IMAGE, RawService, Reply, Request

NGINX = Reply(
    413,
    b"<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>",
    {"Server": "nginx", "Content-Type": "text/html"},
    after=65536,
)


def _whole(requests: list[Request]) -> list[bool]:
    return [request.whole and request.body == DATA for request in requests]


def test_a_file_is_sent_again_from_its_beginning_after_a_401_in_the_middle_of_it(path: Path) -> None:
    with RawService([Reply(401, after=MIB), Reply()]) as service, HttpServer(Identity({}).respond) as keystone:
        sent = with_password(service.url, keystone.url).upload(IMAGE, path)

    first, second = service.of("PUT")
    assert (second.whole, second.body == DATA) == (True, True)
    assert (first.headers["x-auth-token"], second.headers["x-auth-token"]) == ("token-1", "token-2")
    assert (sent.size, sent.hashes["md5"]) == (len(DATA), MD5)


def test_a_pipe_is_not_sent_again_after_a_401(pipe: Path) -> None:
    with (
        RawService([Reply(401, after=MIB), Reply()]) as service,
        HttpServer(Identity({}).respond) as keystone,
        pytest.raises(client.Unauthorized, match="cannot be read a second time"),
    ):
        with_password(service.url, keystone.url).upload(IMAGE, pipe)

    assert len(service.requests) == 1


def test_a_second_401_ends_the_upload(path: Path) -> None:
    with (
        RawService([Reply(401, after=MIB)]) as service,
        HttpServer(Identity({}).respond) as keystone,
        pytest.raises(client.Unauthorized),
    ):
        with_password(service.url, keystone.url).upload(IMAGE, path)

    assert len(service.of("PUT")) == 2


def test_a_401_for_an_application_credential_with_a_fresh_token_is_not_tried_again(path: Path) -> None:
    with (
        RawService([Reply(401)]) as service,
        HttpServer(Identity({}).respond) as keystone,
        pytest.raises(client.Unauthorized, match=f"this credential may not PUT /v2/images/{IMAGE}/file"),
    ):
        with_application_credential(service.url, keystone.url).upload(IMAGE, path)

    assert len(service.requests) == 1


def test_a_401_for_an_application_credential_whose_token_has_expired_is_tried_again(path: Path) -> None:
    clock = Clock()
    late = Reply(401, before=lambda: clock.sleep(7200))
    with RawService([late, Reply()]) as service, HttpServer(Identity({}, life=3600).respond) as keystone:
        with_application_credential(service.url, keystone.url, clock).upload(IMAGE, path)

    assert _whole(service.of("PUT")) == [True, True]


def test_a_401_without_keystone_is_final(path: Path) -> None:
    with RawService([Reply(401)]) as service, pytest.raises(client.Unauthorized):
        anonymous(service.url).upload(IMAGE, path)

    assert len(service.requests) == 1


def test_the_413_of_a_proxy_that_hangs_up_is_read_before_the_broken_pipe_is_reported(path: Path) -> None:
    with RawService([NGINX]) as service, pytest.raises(client.TooLarge) as caught:
        anonymous(service.url).upload(IMAGE, path)

    assert "nginx" in str(caught.value)
    assert "Broken pipe" not in str(caught.value)
    assert len(service.requests) == 1


@pytest.mark.parametrize("then", ["keep", "reset", "hold"])
def test_the_413_of_a_proxy_is_read_through_tls_too(tmp_path: Path, path: Path, then: str) -> None:
    context = write_certificate(tmp_path / "certificate.pem")
    with (
        RawService([replace(NGINX, then=then)], tls=context) as service,
        pytest.raises(client.TooLarge, match="nginx"),
    ):
        anonymous(service.url, verify=str(tmp_path / "certificate.pem")).upload(IMAGE, path, stall=1)


def test_an_answer_in_the_middle_of_the_body_ends_the_sending_even_if_the_service_reads_no_more(path: Path) -> None:
    words = b'{"message": "not here", "code": "403 Forbidden", "title": "Forbidden"}'
    with (
        RawService([Reply(403, words, after=65536, then="hold")]) as service,
        pytest.raises(client.Forbidden, match="not here"),
    ):
        anonymous(service.url).upload(IMAGE, path)


class Twice:
    """An iterable of unknown size that can be gone through as often as one likes."""

    def __iter__(self) -> Iterator[bytes]:
        return (DATA[start : start + 100_000] for start in range(0, len(DATA), 100_000))


def test_a_411_is_answered_with_the_length_where_the_source_can_be_read_twice() -> None:
    with RawService([Reply(411, b"<html>Length Required</html>", after=0), Reply()]) as service:
        anonymous(service.url).upload(IMAGE, Twice())

    first, second = service.of("PUT")
    assert first.headers["transfer-encoding"] == "chunked"
    assert second.headers["content-length"] == str(len(DATA))
    assert second.body == DATA


def test_a_411_ends_the_upload_of_a_pipe_with_the_way_out(pipe: Path) -> None:
    with RawService([Reply(411, after=65536)]) as service, pytest.raises(client.ImageServiceError) as caught:
        anonymous(service.url).upload(IMAGE, pipe)

    assert "Content-Length" in str(caught.value)
    assert len(service.requests) == 1


def test_a_redirect_to_a_login_page_is_not_followed(path: Path) -> None:
    with (
        RawService([Reply(302, headers={"Location": "https://login.example/"})]) as service,
        pytest.raises(client.UnexpectedAnswer, match="redirected to"),
    ):
        anonymous(service.url).upload(IMAGE, path)

    assert len(service.requests) == 1


def test_a_success_before_all_was_sent_is_no_success(path: Path) -> None:
    with RawService([Reply(204, after=MIB)]) as service, pytest.raises(client.UnexpectedAnswer, match="before all"):
        anonymous(service.url).upload(IMAGE, path)


@pytest.mark.parametrize("status", [502, 503, 504, None])
def test_an_image_that_becomes_active_after_a_lost_answer_was_sent_once(path: Path, status: int | None) -> None:
    records: list[dict[str, Any] | Reply] = [*[{"status": "saving"}] * 3, ACTIVE]
    with RawService([Reply(status, then="close")], records) as service:
        sent = anonymous(service.url).upload(IMAGE, path)

    assert sent.hashes["md5"] == MD5
    assert [request.method for request in service.requests] == ["PUT", "GET", "GET", "GET", "GET"]


def test_an_image_that_is_active_before_its_bytes_are_counted_is_looked_at_again(path: Path) -> None:
    """Case I3: Open Telekom Cloud says active with size 0 at first."""
    records: list[dict[str, Any] | Reply] = [{"status": "active", "size": 0, "__image_size": "0"}, ACTIVE]
    with RawService([Reply(504, then="close")], records) as service:
        anonymous(service.url).upload(IMAGE, path)

    assert [request.method for request in service.requests] == ["PUT", "GET", "GET"]


def test_an_image_that_is_queued_again_after_a_504_gets_its_data_once_more(path: Path) -> None:
    records: list[dict[str, Any] | Reply] = [{"status": "saving"}, {"status": "saving"}, {"status": "queued"}]
    with RawService([Reply(504), Reply()], records) as service:
        anonymous(service.url).upload(IMAGE, path)

    assert _whole(service.of("PUT")) == [True, True]


@pytest.mark.parametrize("status", [429, 503])
def test_the_data_is_sent_again_no_sooner_than_the_service_asks_and_after_a_look_at_the_image(
    path: Path, status: int
) -> None:
    clock, looked_after = Clock(), list[float]()
    look = Reply(
        200, b'{"id": "%s", "status": "queued"}' % IMAGE.encode(), before=lambda: looked_after.append(clock.now)
    )
    began = clock.now
    with RawService([Reply(status, headers={"Retry-After": "17"}), Reply()], [look]) as service:
        anonymous(service.url, clock).upload(IMAGE, path)

    assert [request.method for request in service.requests] == ["PUT", "GET", "PUT"]
    assert _whole(service.of("PUT")) == [True, True]
    assert 17 <= looked_after[0] - began <= 17.3


def test_a_retry_after_of_an_hour_holds_an_upload_up_no_longer_than_any_other_call(path: Path) -> None:
    clock = Clock()
    with RawService([Reply(429, headers={"Retry-After": "3600"}), Reply()]) as service:
        anonymous(service.url, clock).upload(IMAGE, path)

    assert 30 <= sum(clock.slept) <= 30.3


def test_the_pause_that_a_service_asks_for_can_be_cancelled(path: Path) -> None:
    clock = Clock()
    asked_at = clock.now + 2
    with (
        RawService([Reply(429, headers={"Retry-After": "30"}), Reply()]) as service,
        pytest.raises(client.Cancelled),
    ):
        anonymous(service.url, clock).upload(IMAGE, path, cancelled=lambda: clock.now >= asked_at)

    assert sum(clock.slept) < 3
    assert [request.method for request in service.requests] == ["PUT"]


def test_a_pipe_is_not_sent_again_after_a_429_in_the_middle_of_it(pipe: Path) -> None:
    with (
        RawService([Reply(429, after=MIB, headers={"Retry-After": "1"}), Reply()]) as service,
        pytest.raises(client.RateLimited, match="cannot be read a second time"),
    ):
        anonymous(service.url).upload(IMAGE, pipe)

    assert len(service.requests) == 1


def test_a_second_504_ends_the_upload(path: Path) -> None:
    with RawService([Reply(504)], [{"status": "queued"}]) as service, pytest.raises(client.ServerError):
        anonymous(service.url).upload(IMAGE, path)

    assert len(service.of("PUT")) == 2


def test_a_token_that_expired_during_the_upload_is_renewed_for_the_look_at_the_image(path: Path) -> None:
    records: list[dict[str, Any] | Reply] = [Reply(401), ACTIVE]
    with RawService([Reply(504)], records) as service, HttpServer(Identity({}).respond) as keystone:
        with_password(service.url, keystone.url).upload(IMAGE, path)

    assert [request.method for request in service.requests] == ["PUT", "GET", "GET"]


def test_an_image_that_stays_saving_is_waited_for_no_longer_than_the_answer(path: Path) -> None:
    clock = Clock()
    with (
        RawService([Reply(504)], [{"status": "saving"}]) as service,
        pytest.raises(client.WaitTimeout, match="saving"),
    ):
        anonymous(service.url, clock).upload(IMAGE, path, answer_timeout=600)

    assert 600 <= sum(clock.slept) < 610


def test_an_active_image_with_other_data_after_a_504_is_an_error(path: Path) -> None:
    with RawService([Reply(504)], [{**ACTIVE, "size": 5}]) as service, pytest.raises(client.ChecksumMismatch):
        anonymous(service.url).upload(IMAGE, path)

    assert len(service.of("PUT")) == 1


def test_a_pipe_is_looked_for_after_a_504_and_not_sent_again(pipe: Path) -> None:
    with (
        RawService([Reply(504)], [{"status": "queued"}]) as service,
        pytest.raises(client.ServerError, match="cannot be read a second time"),
    ):
        anonymous(service.url).upload(IMAGE, pipe)

    assert [request.method for request in service.requests] == ["PUT", "GET"]


def test_a_staged_image_counts_as_arrived_when_it_has_its_size(path: Path) -> None:
    records: list[dict[str, Any] | Reply] = [{"status": "uploading"}, {"status": "uploading", "size": len(DATA)}]
    with RawService([Reply(504)], records) as service:
        anonymous(service.url).stage(IMAGE, path)

    assert [request.path for request in service.of("PUT")] == [f"/v2/images/{IMAGE}/stage"]


def test_a_cut_upload_of_a_file_is_sent_again_when_the_image_is_queued_again(path: Path) -> None:
    records: list[dict[str, Any] | Reply] = [{"status": "saving"}, {"status": "queued"}]
    with RawService([Reply(None, after=MIB, then="reset"), Reply()], records) as service:
        anonymous(service.url).upload(IMAGE, path)

    assert _whole(service.of("PUT")) == [False, True]


def test_a_cut_upload_is_not_sent_again_from_a_pipe(pipe: Path) -> None:
    with (
        RawService([Reply(None, after=MIB, then="reset"), Reply()]) as service,
        pytest.raises(client.ConnectionFailed, match="cannot be read a second time"),
    ):
        anonymous(service.url).upload(IMAGE, pipe)

    assert len(service.requests) == 1
