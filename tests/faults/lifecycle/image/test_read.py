"""Gone is what the image service itself calls so, to the eyes that saw the image last (cases H2, E3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ecl_pulumi_images.client import Image, ImageServiceError
from ecl_pulumi_images.lifecycle.existence import read
from ecl_pulumi_images.lifecycle.failures import Failed
from tests.support.callers import anonymous, with_password
from tests.support.clock import Clock
from tests.support.http_server import HANG_UP, Answer, HttpServer, Responder
from tests.support.identity_server import Identity

ID = "6f1c4a52-0d6d-4d6f-9a39-5d2c1b3f7a10"
GONE = Answer(404, {"message": "No image found", "code": "404 Not Found", "title": "Not Found"})
PAGE = Answer(404, "<html><title>nginx</title></html>", {"Content-Type": "text/html", "Server": "nginx"})


def but_lists(respond: Responder) -> Responder:
    """An image service, whatever it answers about one image."""
    return lambda call: Answer(200, {"images": []}) if call.path == "/v2/images" else respond(call)


def looked_up(answer: Answer | None, **recorded: Any) -> Image | None:
    """As project p1, whose token the made-up Keystone gives."""
    with HttpServer(but_lists(lambda _: answer)) as service, HttpServer(Identity({}).respond) as keystone:
        state = {"endpoint": service.url, "owner": "p1", **recorded}
        return read(with_password(service.url, keystone.url, Clock()), ID, state)


def record(**fields: Any) -> Answer:
    return Answer(200, {"id": ID, "status": "active", **fields})


def test_a_404_for_the_recorded_owner_at_the_recorded_endpoint_is_gone() -> None:
    assert looked_up(GONE) is None


def test_a_404_from_another_service_at_the_recorded_address_is_an_error() -> None:
    """It answers with a request id too, but to everything."""
    with HttpServer(lambda _: GONE) as service, HttpServer(Identity({}).respond) as keystone:
        images = with_password(service.url, keystone.url, Clock())

        with pytest.raises(Failed, match="does not answer as an image service"):
            read(images, ID, {"endpoint": service.url, "owner": "p1"})


@pytest.mark.parametrize("status", ["deleted", "pending_delete"])
def test_an_image_on_its_way_out_is_gone(status: str) -> None:
    assert looked_up(record(status=status)) is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(401, {"error": {"message": "who are you"}}), "401"),
        (Answer(403, {"message": "policy", "code": "403", "title": "Forbidden"}), "policy"),
        (Answer(500, {"message": "sorry", "code": "500", "title": "Error"}), "sorry"),
        (Answer(503, "<html><title>maintenance</title></html>", {"Content-Type": "text/html"}), "maintenance"),
        (Answer(200, "<html><title>log in</title></html>", {"Content-Type": "text/html"}), "log in"),
        (Answer(200, "{"), "not the expected JSON"),
        (Answer(200, "null"), "not the expected JSON"),
        (Answer(302, "", {"Location": "http://127.0.0.1:9/"}), "redirected"),
        (HANG_UP, "no answer"),
    ],
)
def test_whatever_else_goes_wrong_is_an_error_and_never_gone(answer: Answer | None, says: str) -> None:
    with pytest.raises(ImageServiceError, match=says):
        looked_up(answer)


@pytest.mark.parametrize("page", [PAGE, Answer(404, "not found", {"Content-Type": "text/plain"}), Answer(404)])
def test_a_proxys_404_is_an_error_and_never_gone(page: Answer) -> None:
    with pytest.raises(Failed, match="the answer did not come from the image service"):
        looked_up(page)


@pytest.mark.parametrize(
    ("recorded", "names"),
    [
        ({"owner": "PRJ-A"}, ["project p1", "belongs to project PRJ-A"]),
        ({"endpoint": "http://elsewhere:9292"}, ["lives at http://elsewhere:9292"]),
    ],
)
def test_a_404_to_other_eyes_is_an_error_that_names_both(recorded: Mapping[str, str], names: list[str]) -> None:
    with pytest.raises(Failed) as raised:
        looked_up(GONE, **recorded)

    assert all(name in str(raised.value) for name in names)


def test_an_image_of_another_project_that_can_be_seen_is_read() -> None:
    found = looked_up(record(owner="PRJ-A", visibility="community"), owner="PRJ-A")

    assert found is not None
    assert found.visibility == "community"


def test_a_service_that_is_not_there_is_an_error() -> None:
    with HttpServer(lambda _: GONE) as service:
        images = anonymous(service.url)

    with pytest.raises(ImageServiceError, match="cannot connect"):
        read(images, ID, {})


def test_a_look_is_one_request() -> None:
    with HttpServer(lambda _: record()) as service:
        read(anonymous(service.url), ID, {"endpoint": service.url})

    assert service.asked() == [f"GET /v2/images/{ID}"]
