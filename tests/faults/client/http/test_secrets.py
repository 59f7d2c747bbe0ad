"""No secret in any message, log, representation or traceback, whoever logs: the root logger stands at DEBUG."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, ImageServiceError, connect
from ecl_pulumi_images.lifecycle.data.url import Url, fetched
from ecl_pulumi_images.lifecycle.failures import Failed
from tests.support.clock import Clock
from tests.support.http_server import HANG_UP, Answer, Call, HttpServer, Responder, in_turn
from tests.support.identity_server import Identity
from tests.support.raw_service import IMAGE, RawService, Reply

SECRET = "MARK"
AWKWARD = [
    "",
    "'",
    '"',
    "@",
    "\\",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    ",",
    ";",
    "`",
    "|",
    "ä",
    "%27",
    "%0a",
    "\x01",
    "\x7f",
    " ",
]


def chain(error: BaseException | None) -> str:
    """What a traceback shows of an error and of all below it."""
    return "" if error is None else "".join(traceback.format_exception(error)) + repr(error) + str(error)


def first(images: ImageClient) -> object:
    return next(images.list())


def heard(caplog: pytest.LogCaptureFixture, act: Callable[[], object]) -> str:
    """All that is logged, and all that is raised, by whomever."""
    shown = ""
    with caplog.at_level(logging.DEBUG):
        try:
            shown = repr(act())
        except (ImageServiceError, Failed, ValueError) as error:
            shown = chain(error)
    assert not [record for record in caplog.records if SECRET in str(record.args)]
    return shown + caplog.text


def source(url: str, username: str | None = None, password: str | None = None) -> bytes:
    with fetched(Url(url, username, password), lambda: False, clock=Clock(), stall=1.0) as stream:
        return b"".join(stream.blocks)


ANSWERS: list[Responder] = [
    in_turn(Answer(200, b"data")),
    in_turn(Answer(403, b"no")),
    in_turn(Answer(302, headers={"Location": f"/there/?sig={SECRET}"}), Answer(200, b"data")),
    in_turn(Answer(302, headers={"Location": f"http://me:{SECRET}@127.0.0.1:1/it's?sig={SECRET}'{SECRET}"})),
    in_turn(Answer(302, headers={"Location": f"ftp://me:{SECRET}@h/x?sig={SECRET}"})),
    in_turn(Answer(302, headers={"Location": f"http://[::1/x?sig={SECRET}"})),
    in_turn(Answer(302, headers={"Location": f"/x?a={SECRET}\x01{SECRET}"})),
    in_turn(HANG_UP),
]


@pytest.mark.parametrize("letter", AWKWARD)
@pytest.mark.parametrize("answer", range(len(ANSWERS)))
def test_a_signed_source_is_fetched_and_its_signature_never_shows(
    answer: int, letter: str, caplog: pytest.LogCaptureFixture
) -> None:
    signed = f"/it{letter}s/noble.qcow2?X-Amz-Signature={SECRET}{letter}{SECRET}#{SECRET}"
    with HttpServer(ANSWERS[answer]) as server:
        assert SECRET not in heard(caplog, lambda: source(server.url + signed))


@pytest.mark.parametrize("letter", AWKWARD)
def test_a_sources_password_never_shows(letter: str, caplog: pytest.LogCaptureFixture) -> None:
    with HttpServer(in_turn(Answer(401))) as server:
        url = server.url.replace("//", f"//me:{SECRET}{letter}{SECRET}@") + f"/x?sig={SECRET}"
        assert SECRET not in heard(caplog, lambda: source(url))
        assert SECRET not in heard(caplog, lambda: source(f"{server.url}/x", "me", SECRET + letter))


@pytest.mark.parametrize("url", ["http://", "http:///x", "http://h:99999/", "htp://h/", "h/", "http://[::1/"])
def test_an_address_that_is_none_shows_no_secret(url: str, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger().debug("there is something in the log")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("urllib3").debug("a line of others")
        with pytest.raises(Failed) as raised:
            source(f"{url}?sig={SECRET}'{SECRET}")

    assert SECRET not in chain(raised.value) + caplog.text


def test_headers_that_cannot_be_read_are_logged_without_the_signature(caplog: pytest.LogCaptureFixture) -> None:
    """urllib3 warns of them with the whole URL."""
    broken = Reply(200, b"data", {"X-Odd": "1\r\n: no name", "Content-Length": "4"})
    with RawService([broken]) as server:
        assert SECRET not in heard(caplog, lambda: source(f"{server.url}/file?sig={SECRET}"))


FLOWS: dict[str, Callable[[ImageClient, Path], object]] = {
    "list": lambda images, _: list(images.list()),
    "get": lambda images, _: images.get(IMAGE),
    "create": lambda images, _: images.create(CreateOpts(name="x")),
    "upload": lambda images, _: images.upload(IMAGE, b"data"),
    "download": lambda images, folder: images.download(IMAGE, folder / "x", verify=False),
    "import": lambda images, _: images.import_image(IMAGE, "web-download", uri=f"https://h/x?sig={SECRET}"),
}


def service(identity: Identity) -> Responder:
    def respond(call: Call) -> Answer | None:
        if call.path.endswith("/auth/tokens"):
            given = identity.respond(call)
            return given and Answer(given.status, given.body, {**given.headers, "X-Subject-Token": f"{SECRET}-token"})
        if call.path.endswith("/import"):
            words = f"cannot fetch https://h/x?sig={SECRET} with X-Auth-Token: {SECRET}"
            return Answer(400, {"message": words, "code": "400", "title": "x"})
        if call.path == "/v2/images" and call.method == "GET":
            return Answer(200, {"images": []})
        return Answer(200, {"id": IMAGE, "status": "queued"})

    return respond


@pytest.mark.parametrize("plugin", ["password", "v3password", "v3applicationcredential"])
@pytest.mark.parametrize("flow", FLOWS)
def test_neither_token_nor_password_is_logged_at_any_level(
    flow: str, plugin: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with HttpServer(in_turn(HANG_UP)) as server:
        server.respond = service(Identity({"R1": server.url}))
        credentials = {
            "v3applicationcredential": {
                "application_credential_id": "a",
                "application_credential_secret": SECRET,
                "auth_type": plugin,
            }
        }.get(plugin, {"username": "me", "password": SECRET, "user_domain_id": "default", "project_id": "p"})
        address = server.url.replace("//", f"//me:{SECRET}@{SECRET}@") + "/v3"
        images = connect(load_envvars=False, load_yaml_config=False, auth_url=address, **credentials)

        assert SECRET not in heard(caplog, lambda: FLOWS[flow](images, tmp_path)) + repr(images)
    assert [call for call in server.calls if call.path != "/v3/auth/tokens"]


def test_an_address_of_keystone_where_nobody_answers_shows_no_password(caplog: pytest.LogCaptureFixture) -> None:
    for auth_type in ("password", "v3password"):
        images = connect(
            load_envvars=False,
            load_yaml_config=False,
            auth_url=f"http://me:{SECRET}@{SECRET}@127.0.0.1:1/v3?x={SECRET}",
            auth_type=auth_type,
            username="me",
            password=SECRET,
            user_domain_id="default",
            project_id="p",
        )
        images._transport.clock = Clock()
        assert SECRET not in heard(caplog, partial(first, images))


def test_what_the_libraries_log_for_others_stays_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with HttpServer(in_turn(Answer(200, b"data"))) as server, caplog.at_level(logging.DEBUG):
        source(f"{server.url}/x?sig={SECRET}")
        with suppress(ImageServiceError):
            logging.getLogger("urllib3.connectionpool").debug("GET %s", "/theirs?page=2")

    assert "/theirs?page=2" in caplog.text
    assert "/x?***" in caplog.text
