"""One token for all threads, renewed in time and once after a 401; the place that the token's catalogue names."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from keystoneauth1 import adapter, session
from keystoneauth1.identity import v3

from ecl_pulumi_images.client import ImageClient, connect, errors
from tests.support.clock import Clock
from tests.support.http_server import Answer, Call, HttpServer, in_turn
from tests.support.identity_server import keystone_and
from tests.support.one_image import CREATE, ID, IMAGE, PATCH, with_keystone


def test_one_token_and_nothing_else_is_asked_of_keystone_by_many_threads() -> None:
    with keystone_and(Answer(200, IMAGE), places={"R1": "/image/v2"}) as (server, identity):
        images = with_keystone(server.url)
        with ThreadPoolExecutor(16) as pool:
            found = list(pool.map(images.get, [ID] * 64))

    assert len(found) == 64
    assert len(identity.requests) == 1
    assert set(server.asked()) == {"POST /v3/auth/tokens", f"GET /image/v2/images/{ID}"}


def test_tokens_that_live_five_seconds_are_not_fetched_anew_for_every_call() -> None:
    clock = Clock()
    with keystone_and(Answer(200, IMAGE), life=5) as (server, identity):
        images = with_keystone(server.url, clock)
        for _ in range(20):
            images.get(ID)
            clock.now += 0.5

    assert len(identity.requests) == 4


def test_a_token_is_renewed_when_less_life_is_left_than_a_transfer_needs() -> None:
    clock = Clock()
    with keystone_and(Answer(200, IMAGE)) as (server, _identity):
        images = with_keystone(server.url, clock)
        first = images._transport.token()
        clock.now += 3000

        assert images._transport.token(300) == first
        assert images._transport.token(1200) != first


def test_after_a_401_the_call_is_sent_once_more_with_a_new_token() -> None:
    def images_service(call: Call) -> Answer:
        return Answer(200, IMAGE) if call.headers["X-Auth-Token"] == "token-2" else Answer(401)

    with keystone_and(images_service) as (server, _identity):
        assert with_keystone(server.url).update(ID, PATCH).id == ID

    bodies = [call.body for call in server.calls if call.method == "PATCH"]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1] != b""


def test_a_second_401_is_final_and_says_what_these_credentials_may_not() -> None:
    with (
        keystone_and(Answer(401, "Authentication required", {"Content-Type": "text/plain"})) as (server, identity),
        pytest.raises(errors.Unauthorized, match=f"these credentials may not GET /v2/images/{ID}"),
    ):
        with_keystone(server.url).get(ID)

    assert len(identity.requests) == 2


def test_one_threads_new_token_is_not_thrown_away_by_another_threads_401() -> None:
    with keystone_and(Answer(200, IMAGE)) as (server, _identity):
        transport = with_keystone(server.url)._transport
        old = transport.token()
        transport.invalidate(old)
        new = transport.token()
        transport.invalidate(old)

        assert transport.token() == new


def test_a_keystone_that_is_busy_is_asked_again() -> None:
    with keystone_and(Answer(200, IMAGE)) as (server, identity):
        identity.down = 2

        assert with_keystone(server.url).get(ID).id == ID


def test_wrong_credentials_show_keystones_words_and_not_the_password() -> None:
    with keystone_and(Answer(200, IMAGE)) as (server, _identity):
        auth = v3.Password(
            f"{server.url}/v3", username="me", password="wrong", user_domain_id="default", project_id="P"
        )
        images = ImageClient(adapter.Adapter(session.Session(auth=auth), service_type="image"))
        with pytest.raises(errors.Unauthorized) as failed:
            images.get(ID)

    assert "The request you have made requires authentication." in str(failed.value)
    assert "wrong" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


@pytest.mark.parametrize("token", ["s3cret\n", " s3cret", "s3cret\r\nX-Evil: 1", "s3cret-名前"])
def test_a_token_that_no_header_can_carry_is_refused_before_any_call_and_not_shown(token: str) -> None:
    with HttpServer(in_turn(Answer(200, IMAGE))) as server:
        images = connect(auth_type="admin_token", endpoint=server.url, token=token, load_envvars=False)
        with pytest.raises(errors.ConfigurationError, match="X-Auth-Token that these credentials make") as failed:
            images.get(ID)

    assert server.calls == []
    assert "s3cret" not in str(failed.value)
    assert failed.value.__context__ is None


def test_an_auth_url_without_keystone_is_no_missing_image() -> None:
    with (
        HttpServer(in_turn(Answer(404, "<html><title>404</title></html>", {"Content-Type": "text/html"}))) as server,
        pytest.raises(errors.ConfigurationError, match="check auth_url"),
    ):
        with_keystone(server.url).get(ID)


def test_a_keystone_that_is_not_there_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(errors.ConnectionFailed) as failed:
            with_keystone(url).get(ID)

    assert str(failed.value) == f"cannot connect to {url}/v3: Connection refused (check auth_url)"


@pytest.mark.parametrize("region", [None, "", "NOPE"])
def test_no_single_region_stops_before_any_call_to_the_image_service(region: str | None) -> None:
    with (
        keystone_and(Answer(200, IMAGE), places=dict.fromkeys(("UK1", "GRA5", "DE1"), "")) as (server, _identity),
        pytest.raises(errors.ConfigurationError, match="DE1, GRA5, UK1"),
    ):
        with_keystone(server.url, region_name=region).create(CREATE)

    assert server.asked() == ["POST /v3/auth/tokens"]


def test_the_region_in_use_and_the_project_come_from_the_token() -> None:
    with keystone_and(Answer(200, IMAGE), places={"R1": "/v2/"}) as (server, _identity):
        images = with_keystone(server.url)

        assert (images.region, images.endpoint, images.project_id, images.user_id) == ("R1", server.url, "P", "u1")
        assert images.roles == ("member",)


@pytest.mark.parametrize("shape", ["", "/", "/v2", "/v2/", "/v1", "/v1.1", "/RegionOne/image"])
def test_every_shape_of_the_catalogues_url_leads_to_one_v2(shape: str) -> None:
    with keystone_and(Answer(200, {"images": []}), places={"R1": shape}) as (server, _identity):
        list(with_keystone(server.url).list())

    prefix = shape if shape.startswith("/Region") else ""
    assert server.asked()[1:] == [f"GET {prefix}/v2/images"]
