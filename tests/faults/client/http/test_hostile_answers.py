"""Answers that are made to do harm: endless, packed, nested, absurd, or full of what steers a terminal."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
import unicodedata
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, ImageServiceError, connect, errors
from ecl_pulumi_images.client.http.bounded_body import ENOUGH, LARGEST
from ecl_pulumi_images.client.http.response import from_response
from ecl_pulumi_images.lifecycle.data.url import NotFetched, Url, fetched
from tests.support.callers import anonymous
from tests.support.clock import Clock
from tests.support.http_server import Answer, Call, HttpServer, in_turn
from tests.support.raw_service import IMAGE

MIB = 1 << 20
STEERING = "\x1b[2K\x1b[1A\x9b31m\x07\u202e\u2028\r\n"
ACTS: dict[str, Callable[[ImageClient], Any]] = {
    "image": lambda images: images.get(IMAGE),
    "list": lambda images: list(images.list()),
    "made": lambda images: images.create(CreateOpts(name="x")),
    "members": lambda images: images.list_members(IMAGE),
    "member": lambda images: images.get_member(IMAGE, "p"),
    "tasks": lambda images: images.tasks(IMAGE),
    "stores": lambda images: images.stores(),
    "import": lambda images: images.import_info(),
    "schema": lambda images: images.schema("image"),
    "copies": lambda images: images.list_copies(),
    "copy": lambda images: images.get_copy("j"),
    "licences": lambda images: images.license_switch_types(),
    "upload": lambda images: images.upload(IMAGE, b"data"),
    "download": lambda images: images.download(IMAGE, "/dev/null", verify=False),
}
ASKING = [name for name in ACTS if name not in ("upload", "download")]


def failed(answer: Answer, act: str) -> ImageServiceError:
    with HttpServer(in_turn(answer)) as server, pytest.raises(ImageServiceError) as raised:
        ACTS[act](anonymous(server.url))
    return raised.value


def logged_in(url: str) -> ImageClient:
    user = {"username": "u", "password": "secret", "user_domain_id": "default", "project_id": "p"}
    images = connect(load_envvars=False, load_yaml_config=False, auth_url=url, **user)
    images._transport.clock = Clock()
    return images


# -- words


@pytest.mark.parametrize("act", ACTS)
def test_words_that_steer_a_terminal_are_cleaned_and_cut_wherever_they_stand(act: str) -> None:
    words = STEERING.replace("\r\n", "") + "x" * 60_000
    headers = {name: words.encode("utf-8").decode("latin-1")[:5000] for name in ("x-openstack-request-id", "Server")}
    body = {"message": STEERING + words, "code": words, "title": words}

    said = failed(Answer(500, body, headers), act)

    assert len(str(said)) < 2000
    assert str(said).isprintable()
    assert len(said.request_id or "") <= 80


def test_a_redirect_a_page_and_a_status_line_that_steer_a_terminal_are_cleaned() -> None:
    for answer in (
        Answer(302, headers={"Location": "https://h/\x1b[2K?a=SECRET\x01SECRET"}),
        Answer(200, "<html><title>\x1b[2K&#27;[1A&#" + "9" * 5000 + ";</title>", {"Content-Type": "text/html"}),
        Answer(502, "&#27;[2K" * 9000, {"Content-Type": "text/html"}),
    ):
        said = str(failed(answer, "image"))

        assert said.isprintable()
        assert "SECRET" not in said
        assert len(said) < 2000


def test_a_name_of_the_catalogue_is_cleaned_too() -> None:
    error = errors.ConfigurationError("region " + STEERING + "x" * 10_000, hint=STEERING)

    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Zl"} for letter in str(error))
    assert len(str(error)) < 2100


@pytest.mark.parametrize("piece", ["<", "<title", "<title>", "<h1>", "</h1>", "<br>", "<br />\n", "&#27;", "&", "a:b@"])
def test_a_page_costs_little_whatever_it_repeats(piece: str) -> None:
    """16 KiB of `<` took 5 s. CPU time of this process."""
    page = (piece * ENOUGH)[:ENOUGH].encode()
    started = time.process_time()
    from_response("GET", "/v2/images", 500, {"content-type": "text/html"}, page)

    assert time.process_time() - started < 1


# -- bodies without end


def memory_of(act: Callable[[], object]) -> int:
    """The bytes at most that something takes."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb(kind: str) -> bytes:
    """600 MiB of blanks in 600 kB."""
    packer = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15, "raw": -15}[kind])
    return b"".join(packer.compress(b" " * MIB) for _ in range(600)) + packer.flush()


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return {kind: bomb(kind) for kind in ("gzip", "deflate", "raw")}


@pytest.mark.parametrize("kind", ["gzip", "deflate", "raw"])
@pytest.mark.parametrize("status", [200, 500])
def test_a_packed_answer_is_unpacked_no_further_than_it_is_used(
    bombs: dict[str, bytes], kind: str, status: int
) -> None:
    packed = Answer(status, bombs[kind], {"Content-Encoding": "deflate" if kind == "raw" else kind})
    with HttpServer(in_turn(packed)) as server:
        images = anonymous(server.url)

        def ask() -> None:
            with pytest.raises(ImageServiceError) as raised:
                images.get(IMAGE)
            assert status == 500 or "a body that is longer than 32 MiB" in str(raised.value)

        assert memory_of(ask) < (LARGEST * 2 if status == 200 else 4 * MIB)
    assert len(server.calls) == 1


@pytest.mark.parametrize("act", ["image", "upload", "download"])
def test_of_an_endless_error_page_only_the_beginning_is_read(act: str) -> None:
    page = b"x" * (100 * MIB)
    with HttpServer(in_turn(Answer(403, page))) as server:
        images = anonymous(server.url)

        def ask() -> None:
            with pytest.raises(errors.Forbidden, match="xxx"):
                ACTS[act](images)

        assert memory_of(ask) < 8 * MIB


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\x1b[2K"])
def test_what_was_not_asked_for_is_not_unpacked(encoding: str) -> None:
    said = failed(Answer(200, b"data", {"Content-Encoding": encoding}), "image")

    assert "which was not asked for" in str(said)
    assert str(said).isprintable()


def test_damaged_packing_of_an_error_leaves_the_error_as_it_is() -> None:
    assert failed(Answer(404, b"no gzip", {"Content-Encoding": "gzip"}), "image").status == 404


def test_a_packed_answer_is_read_and_its_connection_used_again() -> None:
    packed = gzip.compress(json.dumps({"id": IMAGE, "status": "active"}).encode())
    for content, encoding in ((packed, "gzip"), (packed + b"more", "x-gzip"), (zlib.compress(b"{}"), "deflate")):
        with HttpServer(in_turn(Answer(200, content, {"Content-Encoding": encoding}))) as server:
            images = anonymous(server.url)
            if encoding == "deflate":
                assert images.schema("image") == {}
            else:
                assert images.get(IMAGE).status == "active"


def test_no_more_of_a_redirect_of_a_source_is_read_than_its_address() -> None:
    long = Answer(302, b"x" * (100 * MIB), {"Location": "/data"})

    def respond(call: Call) -> Answer:
        return Answer(200, b"data") if call.path == "/data" else long

    with HttpServer(respond) as server:

        def read() -> None:
            with fetched(Url(f"{server.url}/x"), lambda: False, clock=Clock()) as stream:
                assert b"".join(stream.blocks) == b"data"

        assert memory_of(read) < 8 * MIB


def test_an_endless_error_page_of_a_source_is_not_read() -> None:
    with HttpServer(in_turn(Answer(403, b"x" * (100 * MIB)))) as server:

        def read() -> None:
            with pytest.raises(NotFetched, match="403"), fetched(Url(server.url), lambda: False, clock=Clock()):
                pass

        assert memory_of(read) < 4 * MIB


# -- JSON


DEEP = [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 200 + b"]" * 200, b'{"images":' + b"[" * 100_000]
ABSURD = [
    "1" + "0" * 400,
    "1" + "0" * 10_000,
    "-1" + "0" * 400,
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "1e300",
    "[" * 70 + "]" * 70,
]
SHAPES = {
    "image": f'{{"id": "{IMAGE}", "size": %s, "min_ram": %s, "tags": %s, "mine": %s}}',
    "made": '{"id": "1", "size": %s, "virtual_size": %s}',
    "list": '{"images": [{"id": "1", "size": %s, "created_at": %s}], "next": null}',
    "members": '{"members": [{"member_id": %s}]}',
    "member": '{"member_id": %s}',
    "tasks": '{"tasks": [{"message": %s}]}',
    "stores": '{"stores": [{"id": "a", "default": %s}]}',
    "import": '{"import-methods": {"value": ["a"], "x": %s}}',
    "schema": '{"a": %s}',
    "copies": '[{"job_id": "1", "copy_progress": %s}]',
    "copy": '{"job_id": "1", "copy_progress": %s}',
    "licences": '{"license_switch_types": ["a"], "x": %s}',
}


@pytest.mark.parametrize("act", ASKING)
@pytest.mark.parametrize("body", DEEP)
def test_json_that_is_nested_without_end_is_an_error_of_ours(act: str, body: bytes) -> None:
    assert "not JSON" in str(said := failed(Answer(200, body), act)) or "nested" in str(said)


@pytest.mark.parametrize("act", SHAPES)
@pytest.mark.parametrize("value", ABSURD)
def test_absurd_values_are_left_out_or_an_error_of_ours(act: str, value: str) -> None:
    found: Any = []
    answer = Answer(200, SHAPES[act].replace("%s", value))
    with HttpServer(in_turn(answer)) as server, suppress(errors.UnexpectedAnswer):
        found = ACTS[act](anonymous(server.url))

    for one in found if isinstance(found, list) else [found]:
        assert repr(one)
        for name in ("size", "virtual_size", "min_ram", "copy_progress"):
            assert float(getattr(one, name, None) or 0) < float("inf")


# -- Keystone


def page_of(title: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{'<p>Please log in.</p>' * 1000}</body></html>"


@pytest.mark.parametrize("status", [200, 302, 401, 403, 404, 407, 500, 502, 503])
def test_a_page_in_the_place_of_keystones_answer_is_named_and_not_quoted(status: int) -> None:
    """Case K20a."""
    page = Answer(status, page_of("Proxy \x1b[1mlogin"), {"Content-Type": "text/html"})
    with HttpServer(in_turn(page)) as server, pytest.raises(ImageServiceError) as raised:
        next(logged_in(f"{server.url}/v3").list())

    said = str(raised.value)
    assert "Please" not in said
    assert "<" not in said
    assert said.isprintable()
    if status != 302:
        assert "an HTML page (Proxy" in said
        assert "answers in Keystone's place: check auth_url" in said


HOSTILE_TOKENS = [
    Answer(201, b"[" * 100_000, {"X-Subject-Token": "t"}),
    Answer(201, b'{"token": ' + b"[" * 100_000, {"X-Subject-Token": "t"}),
    Answer(201, b"[]", {"X-Subject-Token": "t"}),
    Answer(201, {"token": []}, {"X-Subject-Token": "t"}),
    Answer(201, {"token": {"expires_at": "9" * 5000}}, {"X-Subject-Token": "t"}),
    Answer(201, {"token": {"expires_at": "9999-12-31T23:59:59-14:00", "issued_at": 5}}, {"X-Subject-Token": "t"}),
    Answer(201, {"token": {"expires_at": 10**400}}, {"X-Subject-Token": "t"}),
    Answer(400, {"error": {"message": STEERING + "x" * 60_000, "code": 10**400, "title": STEERING}}),
    Answer(400, b'{"error": ' + b"[" * 60_000),
    Answer(401, {"errors": [5]}),
    Answer(418, b"\x1b[2K" * 9000, {"Content-Type": "text/plain", "x-openstack-request-id": "r" * 5000}),
]


@pytest.mark.parametrize("answer", HOSTILE_TOKENS)
def test_hostile_answers_of_keystone_are_errors_of_ours(answer: Answer) -> None:
    with HttpServer(in_turn(answer)) as server, pytest.raises(ImageServiceError) as raised:
        next(logged_in(f"{server.url}/v3").list())

    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 2000


@pytest.mark.parametrize("status", [201, 401])
def test_a_packed_answer_of_keystone_is_unpacked_no_further_than_it_is_used(
    bombs: dict[str, bytes], status: int
) -> None:
    packed = Answer(status, bombs["gzip"], {"Content-Encoding": "gzip", "X-Subject-Token": "t"})
    with HttpServer(in_turn(packed)) as server:
        images = logged_in(f"{server.url}/v3")

        def ask() -> None:
            with pytest.raises(ImageServiceError):
                next(images.list())

        assert memory_of(ask) < (LARGEST * 2 if status == 201 else 16 * MIB)
    assert len(server.calls) == 1


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    """What is imported at the first call is not to be measured."""
    with HttpServer(in_turn(Answer(401))) as server, pytest.raises(ImageServiceError):
        next(logged_in(f"{server.url}/v3").list())
