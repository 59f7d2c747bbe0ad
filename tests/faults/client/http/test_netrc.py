"""A ~/.netrc with a password for every host that is called: nobody gets it unasked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images.client import connect
from ecl_pulumi_images.lifecycle.data.url import Url, fetched
from tests.support.http_server import Answer, Call, HttpServer, in_turn
from tests.support.identity_server import keystone_and
from tests.support.raw_service import IMAGE

RECORD = Answer(200, {"id": IMAGE, "status": "queued", "images": []})


@pytest.fixture(autouse=True)
def _netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login me password from-netrc\nmachine localhost login me password from-netrc\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


def authorizations(server: HttpServer) -> list[str | None]:
    return [call.headers.get("Authorization") for call in server.calls]


def taken(url: Url) -> bytes:
    with fetched(url, lambda: False) as stream:
        return b"".join(stream.blocks)


def test_no_call_to_the_image_service_carries_it() -> None:
    with HttpServer(in_turn(RECORD)) as server:
        images = connect(auth_type="none", endpoint_override=server.url, load_envvars=False, load_yaml_config=False)
        list(images.list())
        images.upload(IMAGE, b"data")
        images.download(IMAGE, io.BytesIO(), verify=False)

    assert server.asked()[1:] == [f"PUT /v2/images/{IMAGE}/file", f"GET /v2/images/{IMAGE}/file"]
    assert authorizations(server) == [None, None, None]


def test_no_call_to_keystone_carries_it() -> None:
    with keystone_and(RECORD) as (server, _):
        user = {"username": "u", "password": "p", "user_domain_id": "d", "project_id": "P"}
        list(connect(auth_url=server.url, load_envvars=False, load_yaml_config=False, **user).list())

    assert server.asked() == ["POST /v3/auth/tokens", "GET /v2/images"]
    assert authorizations(server) == [None, None]


def test_the_clients_own_basic_authentication_stays() -> None:
    with HttpServer(in_turn(RECORD)) as server:
        own = {"auth_type": "http_basic", "username": "me", "password": "x", "endpoint_override": server.url}
        list(connect(load_envvars=False, load_yaml_config=False, **own).list())

    assert authorizations(server) == ["Basic bWU6eA=="]


@pytest.mark.parametrize(
    ("user", "declared", "sent"),
    [
        ("", {}, None),
        ("", {"username": "me", "password": "x"}, "Basic bWU6eA=="),
        ("me:x@", {}, "Basic bWU6eA=="),
    ],
)
def test_a_source_url_gets_what_is_declared_and_nothing_else(
    user: str, declared: dict[str, str], sent: str | None
) -> None:
    with HttpServer(in_turn(Answer(200, b"data"))) as server:
        assert taken(Url(server.url.replace("//", f"//{user}") + "/file", **declared)) == b"data"

    assert authorizations(server) == [sent]


@pytest.mark.parametrize("declared", [{}, {"username": "me", "password": "x"}])
def test_a_host_that_a_source_url_redirects_to_gets_nothing(declared: dict[str, str]) -> None:
    with HttpServer(in_turn(Answer(200, b"data"))) as other, HttpServer(in_turn(RECORD)) as first:
        to = other.url.replace("127.0.0.1", "localhost") + "/file"
        first.respond = in_turn(Answer(302, headers={"Location": to}))

        assert taken(Url(f"{first.url}/file", **declared)) == b"data"

    assert authorizations(other) == [None]


def test_a_redirect_on_the_same_host_keeps_what_is_declared() -> None:
    def respond(call: Call) -> Answer:
        return Answer(200, b"data") if call.path == "/there" else Answer(302, headers={"Location": "/there"})

    with HttpServer(respond) as server:
        assert taken(Url(f"{server.url}/here", "me", "x")) == b"data"

    assert authorizations(server) == ["Basic bWU6eA=="] * 2


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    """A proxy that the environment names, and that answers for everybody."""
    with HttpServer(in_turn(RECORD)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        yield proxy


def test_the_proxy_of_the_environment_counts_all_the_same(proxied: HttpServer) -> None:
    given = {"auth_type": "none", "endpoint_override": "http://image.example"}
    list(connect(load_envvars=False, load_yaml_config=False, **given).list())
    taken(Url("http://source.example/file"))

    assert [call.path for call in proxied.calls] == ["http://image.example/v2/images", "http://source.example/file"]
    assert authorizations(proxied) == [None, None]
