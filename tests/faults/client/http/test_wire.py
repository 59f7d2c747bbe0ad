"""What goes over the wire: framing, connections, and nothing that is secret."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, ImageServiceError
from tests.support.callers import anonymous, with_password
from tests.support.http_server import HANG_UP, Answer, HttpServer, in_turn
from tests.support.identity_server import Identity
from tests.support.raw_service import IMAGE, RawService, Reply

DATA = b"noble" * 1000


@pytest.mark.parametrize("send", [ImageClient.upload, ImageClient.stage])
def test_data_of_known_size_is_framed_by_it_and_asks_for_no_permission(
    tmp_path: Path, send: Callable[..., Any]
) -> None:
    path = tmp_path / "data"
    path.write_bytes(DATA)
    with RawService([Reply()]) as service:
        send(anonymous(service.url), IMAGE, path)

    (put,) = service.requests
    assert put.body == DATA
    assert (put.headers["content-length"], put.headers["x-openstack-image-size"]) == ("5000", "5000")
    assert put.headers["content-type"] == "application/octet-stream"
    assert not {"expect", "transfer-encoding"} & put.headers.keys()


def test_data_of_unknown_size_goes_in_chunks_and_claims_no_size() -> None:
    with RawService([Reply()]) as service:
        anonymous(service.url).upload(IMAGE, iter([DATA, DATA]))

    (put,) = service.requests
    assert put.body == DATA + DATA
    assert put.headers["transfer-encoding"] == "chunked"
    assert not {"expect", "content-length", "x-openstack-image-size"} & put.headers.keys()


def test_a_size_that_the_caller_knows_frames_data_that_does_not_tell_its_own() -> None:
    with RawService([Reply()]) as service:
        anonymous(service.url).upload(IMAGE, iter([DATA, DATA]), size=10000)

    assert service.requests[0].headers["content-length"] == "10000"


def test_calls_one_after_the_other_share_a_connection() -> None:
    with RawService([Reply()], [{"status": "queued"}]) as service:
        images = anonymous(service.url)
        for _ in range(5):
            images.get(IMAGE)

        assert (len(service.requests), service.connections) == (5, 1)


@pytest.mark.parametrize(
    "answer",
    [
        HANG_UP,
        Answer(401, {"error": {"message": "no"}}),
        Answer(400, {"message": "bad", "code": "400 Bad Request", "title": "Bad Request"}),
        Answer(200, "<html><title>Log in</title></html>", {"Content-Type": "text/html"}),
        Answer(500, "x-auth-token: SECRET"),
        Answer(302, b"", {"Location": "https://me:SECRET@login.example/?token=SECRET"}),
    ],
)
@pytest.mark.parametrize(
    "act",
    [
        lambda images: images.get(IMAGE),
        lambda images: images.create(CreateOpts(name="x")),
        lambda images: images.upload(IMAGE, b"data"),
        lambda images: images.download(IMAGE, "/dev/null", verify=False),
    ],
)
def test_neither_token_nor_password_shows_in_a_log_or_in_what_is_raised(
    answer: Answer | None, act: Callable[[ImageClient], Any], caplog: pytest.LogCaptureFixture
) -> None:
    identity = Identity({"R1": "http://127.0.0.1:1"})
    with (
        caplog.at_level(logging.DEBUG, "ecl_pulumi_images"),
        HttpServer(in_turn(answer)) as service,
        HttpServer(identity.respond) as keystone,
    ):
        images = with_password(service.url, keystone.url)
        with pytest.raises(ImageServiceError) as failed:
            act(images)

    shown = "".join(_chain(failed.value)) + caplog.text + repr(images) + repr(failed.value)
    assert "token-1" not in shown
    assert "secret" not in shown.lower()
    assert "\n" not in str(failed.value)


def _chain(error: BaseException | None) -> list[str]:
    """What a traceback shows, and what the errors below it keep: their text and their requests' headers."""
    shown = []
    while error is not None:
        request = getattr(error, "request", None)
        shown += [*traceback.format_exception_only(error), str(getattr(request, "headers", ""))]
        error = error.__cause__ or error.__context__
    return shown
