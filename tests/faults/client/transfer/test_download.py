"""Downloads from services that break off, answer for somebody else, or give other data."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.callers import anonymous, with_password
from tests.support.clock import Clock
from tests.support.http_server import HttpServer
from tests.support.identity_server import Identity
from tests.support.proxy import CuttingProxy
from tests.support.raw_service import IMAGE, RawService, Reply

MIB = 1 << 20
DATA = os.urandom(MIB) * 3
RECORD = {
    "status": "active",
    "size": len(DATA),
    "checksum": hashlib.md5(DATA, usedforsecurity=False).hexdigest(),
    "os_hash_algo": "sha512",
    "os_hash_value": hashlib.sha512(DATA).hexdigest(),
}


def _part(start: int, **how: Any) -> Reply:
    return Reply(206, DATA[start:], {"Content-Range": f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"}, **how)


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    target = tmp_path / "image"
    with RawService([Reply(200, DATA, cut=MIB), _part(MIB, cut=MIB), _part(2 * MIB)], [RECORD]) as service:
        got = anonymous(service.url).download(IMAGE, target)

    ranges = [request.headers.get("range") for request in service.requests if request.path.endswith("/file")]
    assert ranges == [None, f"bytes={MIB}-", f"bytes={2 * MIB}-"]
    assert target.read_bytes() == DATA
    assert got.hashes["sha512"] == RECORD["os_hash_value"]


@pytest.mark.parametrize(("told", "complete"), [("bytes */4", True), ("bytes */5", False)])
def test_a_download_of_unknown_length_that_breaks_behind_its_last_byte_is_complete(told: str, complete: bool) -> None:
    endless = Reply(200, b"4\r\ndata\r\n", {"Transfer-Encoding": "chunked"}, then="close")
    out = io.BytesIO()
    with (
        RawService([endless, Reply(416, headers={"Content-Range": told})]) as service,
        nullcontext() if complete else pytest.raises(client.ImageServiceError, match="416"),
    ):
        anonymous(service.url).download(IMAGE, out, verify=False)

    assert out.getvalue() == b"data"


def test_progress_goes_on_over_a_break() -> None:
    seen: list[tuple[int, int | None]] = []
    with RawService([Reply(200, DATA, cut=MIB), _part(MIB)], [RECORD]) as service:
        anonymous(service.url).download(IMAGE, io.BytesIO(), progress=lambda done, total: seen.append((done, total)))

    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(DATA), len(DATA))


def test_a_service_that_knows_no_ranges_gives_all_again_and_nothing_is_written_twice() -> None:
    target = io.BytesIO()
    with RawService([Reply(200, DATA, cut=MIB + 5), Reply(200, DATA)], [RECORD]) as service:
        anonymous(service.url).download(IMAGE, target)

    assert target.getvalue() == DATA


def test_a_range_that_begins_elsewhere_is_not_taken(tmp_path: Path) -> None:
    with (
        RawService([Reply(200, DATA, cut=MIB), _part(MIB + 1)], [RECORD]) as service,
        pytest.raises(client.UnexpectedAnswer, match=f"bytes from {MIB} on"),
    ):
        anonymous(service.url).download(IMAGE, tmp_path / "image")

    assert list(tmp_path.iterdir()) == []


def test_a_download_goes_on_no_sooner_than_the_service_asks() -> None:
    clock, target = Clock(), io.BytesIO()
    busy = Reply(503, headers={"Retry-After": "20"})
    with RawService([busy, Reply(200, DATA)], [RECORD]) as service:
        anonymous(service.url, clock).download(IMAGE, target)

    assert target.getvalue() == DATA
    assert 20 <= sum(clock.slept) <= 20.3


def test_a_service_that_gives_nothing_five_times_is_given_up(tmp_path: Path) -> None:
    clock = Clock()
    with (
        RawService([Reply(200, DATA, cut=MIB), _part(MIB, cut=0)], [RECORD]) as service,
        pytest.raises(client.ConnectionFailed),
    ):
        anonymous(service.url, clock).download(IMAGE, tmp_path / "image")

    assert len(clock.slept) == 4
    assert list(tmp_path.iterdir()) == []


def test_other_data_than_the_record_says_never_gets_the_name(tmp_path: Path) -> None:
    target = tmp_path / "image"
    target.write_text("what was there before")
    with (
        RawService([Reply(200, DATA[:-1] + b"?")], [RECORD]) as service,
        pytest.raises(client.ChecksumMismatch, match="sha512"),
    ):
        anonymous(service.url).download(IMAGE, target)

    assert target.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_shorter_body_than_the_record_says_is_asked_for_again() -> None:
    target = io.BytesIO()
    with RawService([Reply(200, DATA[:MIB]), _part(MIB)], [RECORD]) as service:
        anonymous(service.url).download(IMAGE, target)

    assert target.getvalue() == DATA


def test_without_verification_the_record_is_not_asked_for() -> None:
    target = io.BytesIO()
    with RawService([Reply(200, DATA)]) as service:
        got = anonymous(service.url).download(IMAGE, target, verify=False)

    assert (got.size, target.getvalue() == DATA) == (len(DATA), True)
    assert [request.path for request in service.requests] == [f"/v2/images/{IMAGE}/file"]


@pytest.mark.parametrize(
    ("verify", "asked", "computed"),
    [
        (True, (), {"sha512"}),
        (True, ("md5", "sha512"), {"md5", "sha512"}),
        (False, (), set()),
        (False, ("sha256",), {"sha256"}),
    ],
)
def test_only_hashes_that_are_compared_or_asked_for_are_computed(
    verify: bool, asked: tuple[str, ...], computed: set[str]
) -> None:
    with RawService([Reply(200, DATA)], [RECORD]) as service:
        got = anonymous(service.url).download(IMAGE, io.BytesIO(), verify=verify, hashes=asked)

    assert got.hashes == {name: hashlib.new(name, DATA, usedforsecurity=False).hexdigest() for name in computed}


def test_a_token_that_expires_in_a_break_is_renewed() -> None:
    target = io.BytesIO()
    replies = [Reply(200, DATA, cut=MIB), Reply(401), _part(MIB)]
    with RawService(replies, [RECORD]) as service, HttpServer(Identity({}).respond) as keystone:
        with_password(service.url, keystone.url).download(IMAGE, target)

    assert target.getvalue() == DATA
    assert service.requests[-1].headers["x-auth-token"] == "token-2"


def test_a_login_page_is_no_image(tmp_path: Path) -> None:
    page = Reply(200, b"<html><title>Log in</title></html>", {"Content-Type": "text/html"})
    with RawService([page], [RECORD]) as service, pytest.raises(client.UnexpectedAnswer, match="Log in"):
        anonymous(service.url).download(IMAGE, tmp_path / "image")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verify", [True, False])
def test_data_that_a_proxy_has_packed_is_not_taken_for_the_images(tmp_path: Path, verify: bool) -> None:
    packed = Reply(200, gzip.compress(DATA), {"Content-Encoding": "gzip"})
    with (
        RawService([packed], [RECORD]) as service,
        pytest.raises(client.UnexpectedAnswer, match="Content-Encoding 'gzip'"),
    ):
        anonymous(service.url).download(IMAGE, tmp_path / "image", verify=verify)

    assert list(tmp_path.iterdir()) == []


def test_a_download_that_stands_still_can_be_cancelled(tmp_path: Path) -> None:
    unwanted = Event()
    standing = Reply(200, DATA, cut=MIB, then="hold", before=unwanted.set)
    with RawService([standing], [RECORD]) as service, pytest.raises(client.Cancelled):
        anonymous(service.url).download(IMAGE, tmp_path / "image", cancelled=unwanted.is_set)

    assert list(tmp_path.iterdir()) == []


def test_a_service_that_goes_silent_is_asked_again() -> None:
    target = io.BytesIO()
    with RawService([Reply(200, DATA, cut=MIB, then="hold"), _part(MIB)], [RECORD]) as service:
        anonymous(service.url).download(IMAGE, target, stall=2)

    assert target.getvalue() == DATA


def test_a_full_disk_is_not_taken_for_a_broken_connection() -> None:
    with (
        RawService([Reply(200, DATA)], [RECORD]) as service,
        pytest.raises(client.BadTarget, match="'/dev/full' cannot be written: No space left on device"),
    ):
        anonymous(service.url).download(IMAGE, "/dev/full")


def test_the_real_service_goes_on_with_a_download_that_a_proxy_cuts(
    cloud: LocalCloud, images: client.ImageClient, tmp_path: Path
) -> None:
    opts = client.CreateOpts(name=f"cut-{uuid4()}", disk_format="raw", container_format="bare")
    image = images.create(opts)
    images.upload(image.id, DATA)
    target = tmp_path / "image"
    with CuttingProxy(cloud.image_url, limit=MIB, cuts=2) as proxy:
        through = client.connect(
            cloud="demo1", config_files=[cloud.clouds_yaml], load_envvars=False, endpoint_override=proxy.url
        )
        through.download(image.id, target)
    images.delete(image.id)

    assert len(proxy.asked) == 3
    assert all("Range: bytes=" in asked for asked in proxy.asked[1:])
    assert target.read_bytes() == DATA
