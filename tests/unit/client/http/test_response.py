"""Answers that are no success, as errors."""

from __future__ import annotations

import json
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client import errors
from ecl_pulumi_images.client.http.redaction import redacted
from ecl_pulumi_images.client.http.response import from_response

NGINX = (
    b"<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
    b"<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body></html>"
)
WEBOB = (
    b"<html>\n <head>\n  <title>413 Request Entity Too Large</title>\n </head>\n <body>\n"
    b"  <h1>413 Request Entity Too Large</h1>\n"
    b"  Denying attempt to upload image because it exceeds the quota: 5 &lt; 6."
    b"<br /><br />\n\n\n </body>\n</html>"
)


def glance(message: str, status: int) -> bytes:
    return json.dumps({"message": message, "code": f"{status} X", "title": "X"}).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, errors.UnexpectedAnswer),
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (405, errors.ImageServiceError),
        (409, errors.Conflict),
        (410, errors.Gone),
        (413, errors.TooLarge),
        (415, errors.UnsupportedMedia),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (504, errors.ServerError),
    ],
)
def test_each_status_has_its_own_error(status: int, kind: type[errors.ImageServiceError]) -> None:
    error = from_response("GET", "/v2/images", status, {}, b"")

    assert type(error) is kind
    assert error.status == status


def test_glances_own_words_and_request_id_are_in_the_one_line() -> None:
    body = glance("No image found with ID 1", 404)

    error = from_response("GET", "/v2/images/1", 404, {"X-OpenStack-Request-Id": "req-7"}, body)

    assert error.message == "No image found with ID 1"
    assert error.request_id == "req-7"
    assert str(error) == "GET /v2/images/1: 404 Not Found: No image found with ID 1 [req-7]"


def test_keystones_words_are_found_inside_its_error_object() -> None:
    body = b'{"error": {"code": 401, "message": "The request needs authentication.", "title": "Unauthorized"}}'

    assert from_response("GET", "/v2/images", 401, {}, body).message == "The request needs authentication."


def test_glances_html_gives_its_sentence_and_not_its_tags() -> None:
    error = from_response("PUT", "/f", 413, {"content-type": "text/html", "x-openstack-request-id": "r"}, WEBOB)

    assert error.message == "Denying attempt to upload image because it exceeds the quota: 5 < 6."
    assert error.from_service
    assert error.hint == "a quota or limit of the image service"


def test_a_proxys_413_is_told_from_glances() -> None:
    error = from_response("PUT", "/f", 413, {"Content-Type": "text/html", "Server": "nginx/1.18.0"}, NGINX)

    assert not error.from_service
    assert "nginx/1.18.0" in error.hint
    assert "client_max_body_size" in error.hint


def test_a_404_page_of_a_proxy_is_not_the_services_and_points_at_the_endpoint() -> None:
    body = b"<html><head><title>Not here</title></head><body>x</body></html>"

    error = from_response("GET", "/v2/images/1", 404, {"Content-Type": "text/html"}, body, endpoint="http://h/image")

    assert not error.from_service
    assert error.message == "Not here"
    assert "check the image endpoint: http://h/image" in str(error)


def test_glances_json_is_the_services_even_without_a_request_id() -> None:
    assert from_response("GET", "/v2/images/1", 404, {}, glance("gone", 404)).from_service


def test_a_gateways_json_404_is_not_the_services() -> None:
    assert not from_response("GET", "/v2/images/1", 404, {}, b'{"message": "no Route matched"}').from_service


def test_a_404_at_creation_points_at_the_endpoint_and_not_at_an_image() -> None:
    headers = {"x-openstack-request-id": "r"}

    error = from_response("POST", "/v2/images", 404, headers, glance("x", 404), endpoint="http://h:9292")

    assert error.hint == "check the image endpoint: http://h:9292"


def test_a_redirect_names_its_target_without_the_query() -> None:
    error = from_response("GET", "/v2/images", 302, {"Location": "https://login.example/?ticket=secret"}, b"")

    assert "https://login.example/" in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "secret",
    [
        "https://store.example/a?sig=SECRET&expires=1",
        "http://user:SECRET@host/path",
        "ftp://user:SECRET@host/path?sig=SECRET",
        "X-Auth-Token: SECRET",
        "gAAAAABmSECRETSECRETSECRETSECRETSECRET-_x==",
        '{"password": "SECRET"}',
    ],
)
def test_no_secret_of_an_answer_reaches_the_message(secret: str) -> None:
    error = from_response("POST", "/v2/images/1/import", 400, {}, glance(f"cannot fetch {secret} now", 400))

    assert "SECRET" not in str(error)
    assert "SECRET" not in repr(error)
    assert "now" in error.message


@given(st.text(), st.sampled_from(["text/html", "application/json", "", "text/plain"]), st.integers(300, 599))
def test_any_body_becomes_one_line(text: str, kind: str, status: int) -> None:
    error = from_response("GET", "/v2/images", status, {"Content-Type": kind}, text.encode("utf-8", "replace"))

    assert len(str(error).splitlines()) <= 1
    assert len(error.message) <= 600


@given(st.text())
def test_taking_secrets_out_twice_changes_nothing(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


def test_an_error_survives_pickling() -> None:
    error = from_response("GET", "/v2/images/1", 404, {"x-openstack-request-id": "r"}, glance("gone", 404))

    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes

    assert str(again) == str(error)
    assert again.from_service


def test_every_error_is_drawn_in_the_modules_tree() -> None:
    drawn = errors.__doc__ or ""

    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.ImageServiceError):
            assert f" {name}" in drawn


@given(st.text())
def test_nothing_that_steers_a_terminal_reaches_the_message(text: str) -> None:
    error = from_response("GET", "/v2/images", 500, {"Server": text}, glance(f"\x1b[2J{text}", 500))

    assert not any(unicodedata.category(letter) == "Cc" for letter in str(error))
