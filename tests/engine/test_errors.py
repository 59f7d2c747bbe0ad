"""What the user reads and what is left when a run fails: one line each, and a state that agrees with the cloud."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from typing import Any
from uuid import uuid4

import pulumi
import pytest
from pulumi import CustomTimeouts
from pulumi import ResourceOptions as Options

from ecl_pulumi_images import Image, Provider
from ecl_pulumi_images.acts.progress import EVERY
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import Stack, changes
from tests.engine.tenants import settings
from tests.support.between import Between, error
from tests.support.held import HeldProxy
from tests.support.http_server import Answer, Call

from .stack import Program

SOON = 60  # seconds that a busy machine may take


@pytest.fixture
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as filtering:
        yield filtering


@pytest.fixture
def behind(between: Between, stack: Stack) -> Stack:
    """A stack whose requests pass the filter `between`."""
    stack.configure(endpoint_override=between.url, uploads="8")
    return stack


@pytest.fixture
def held(cloud: LocalCloud) -> Iterator[HeldProxy]:
    with HeldProxy(cloud.image_url) as proxy:
        yield proxy


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than the buffers on the way can hold."""
    path = tmp_path / f"large-{uuid4()}"
    with path.open("wb") as sparse:
        sparse.truncate(48 << 20)
    return path


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments) and None


def one_line(said: str, words: str) -> str:
    """The one line of what the CLI said that holds `words`."""
    assert "Traceback" not in said
    return next(line for line in said.splitlines() if words in line)


def test_a_cloud_that_cannot_be_reached_is_told_in_one_line_each(stack: Stack, cloud: LocalCloud) -> None:
    here = settings(cloud, "demo1")
    ways = {
        "wrong": here | {"password": "wrong-secret"},
        "nowhere": here | {"auth_url": "http://127.0.0.1:9/v3"},
        "unnamed": {"cloud": "no-such-cloud"},
        "elsewhere": here | {"region": "NOPE"},
        "no-service": here | {"endpoint_override": "http://127.0.0.1:9"},
    }

    def program() -> None:
        for name, way in ways.items():
            Image(name, Options(provider=Provider(name, **way)))

    said = stack.failure(lambda: stack.up(program, continue_on_error=True))

    assert "wrong-secret" not in said
    for words in ("401", "http://127.0.0.1:9/v3", "no-such-cloud", "NOPE", "http://127.0.0.1:9:"):
        assert one_line(said, words)
    assert [name for name in stack.resources() if name in ways] == []


def test_bad_inputs_are_told_by_name_in_a_preview(stack: Stack) -> None:
    bad = declare(image_id="7", properties={"hw": ["a"], "stores": "x"}, min_disk=-1)

    said = stack.failure(lambda: stack.preview(bad))

    for name in ("image_id", "properties.hw", "properties.stores", "min_disk"):
        assert one_line(said, name)


@pytest.mark.parametrize(("kind", "says"), [("missing", "does not exist"), ("empty", "is empty"), ("folder", "a dir")])
def test_a_file_that_cannot_be_uploaded_is_told_in_a_preview(
    stack: Stack, tmp_path: Path, kind: str, says: str
) -> None:
    path = tmp_path / kind
    if kind == "empty":
        path.touch()
    elif kind == "folder":
        path.mkdir()

    said = stack.failure(lambda: stack.preview(declare(local_file_path=str(path))))

    assert "local_file_path" in one_line(said, says)


def test_nothing_configured_at_all_is_told_with_the_way_out(tmp_path: Path) -> None:
    nothing = {"OS_CLIENT_CONFIG_FILE": "", "XDG_CONFIG_HOME": str(tmp_path), "OS_CLOUD": ""}
    bare = Stack(tmp_path, nothing)

    said = bare.failure(lambda: bare.up(declare()))

    assert "ecl:cloud or OS_CLOUD" in one_line(said, "no cloud is configured")


def test_an_up_costs_three_requests_an_update_two_a_refresh_one_and_a_second_up_none(
    behind: Stack, between: Between, iso: Path
) -> None:
    def asked(act: Callable[..., object]) -> list[str]:
        before = len(between.calls)
        act()
        return between.asked()[before:]

    program, changed = declare(local_file_path=str(iso)), declare(local_file_path=str(iso), tags=["a"], min_disk=1)

    assert asked(lambda: behind.up(program)) == [
        "POST /v2/images",
        "PUT /v2/images/ID/file",
        "GET /v2/images/ID",
    ]
    assert asked(lambda: behind.up(program)) == []
    assert asked(lambda: behind.up(declare(local_file_path=str(iso), verify_checksum=False))) == []
    assert asked(lambda: behind.up(changed)) == ["PATCH /v2/images/ID", "GET /v2/images/ID"]
    assert asked(behind.refresh) == ["GET /v2/images/ID"]


@pytest.mark.parametrize("meanwhile", ["nothing", "removed by hand"])
def test_a_half_made_image_that_could_not_be_removed_is_recorded_and_the_next_run_mends_it(
    behind: Stack, between: Between, images: ImageClient, iso: Path, meanwhile: Any
) -> None:
    refusals = {"PUT": error(413, "over quota"), "DELETE": error(500, "not today")}
    between.meddle = lambda call: refusals.get(call.method)

    def program() -> None:
        Image("noble", local_file_path=str(iso), tags=["kept"], properties={"p": pulumi.Output.secret("hunter2")})

    said = behind.failure(lambda: behind.up(program))

    half_made = behind.resources()["noble"]
    assert half_made["id"] in one_line(said, "over quota")
    assert "not today" in half_made["initErrors"][0]
    assert images.get(half_made["id"]).status == "queued"
    assert "hunter2" not in behind.state_text() + said

    between.meddle = lambda _: None
    if meanwhile == "removed by hand":
        images.delete(half_made["id"])
    behind.up(program)

    mended = behind.resources()["noble"]
    assert not mended.get("initErrors")
    assert images.get(mended["id"]).status == "active"
    assert half_made["id"] not in {image.id for image in images.list()}
    assert changes(behind.up(program)) == {}


def test_a_replacement_that_fails_leaves_the_old_image_in_place_and_nothing_new(
    behind: Stack, between: Between, images: ImageClient, iso: Path, tmp_path: Path
) -> None:
    behind.up(declare(name=f"e4-{tmp_path.name}", local_file_path=str(iso)))
    before = behind.resources()["noble"]
    between.meddle = lambda call: error(413, "over quota") if call.method == "PUT" else None
    other = tmp_path / "other"
    other.write_bytes(b"other" * 1000)

    behind.failure(lambda: behind.up(declare(name=f"e4-{tmp_path.name}", local_file_path=str(other))))

    assert behind.resources()["noble"]["id"] == before["id"]
    assert [image.id for image in images.list(name=f"e4-{tmp_path.name}")] == [before["id"]]


def test_a_program_that_is_taken_back_after_a_failed_update_takes_the_image_back_too(
    behind: Stack, between: Between, images: ImageClient
) -> None:
    """The PATCH came through, and then something failed: the state must not claim that nothing has changed."""

    def declaring(tag: str, **properties: Any) -> Program:
        hidden: Callable[[], Any] = lambda: {**properties, "q": pulumi.Output.secret("hunter2")}  # noqa: E731  made anew in each run
        return lambda: Image("noble", tags=[tag], properties=hidden()) and None

    old, new = declaring("old", p="1"), declaring("new")
    behind.up(old)
    noble = behind.resources()["noble"]["id"]
    between.meddle = lambda call: error(500, "not today") if call.method == "GET" else None

    said = behind.failure(lambda: behind.up(new))

    assert one_line(said, "not today")
    assert images.get(noble).tags == ("new",)
    assert "hunter2" not in behind.state_text() + said
    between.meddle = lambda _: None
    assert changes(behind.up(old)) == {"update": 1}
    assert (images.get(noble).tags, images.get(noble).properties["p"]) == (("old",), "1")
    assert not behind.resources()["noble"].get("initErrors")
    assert changes(behind.up(old)) == {}


def test_an_old_image_that_is_in_use_stays_recorded_beside_the_new_one_until_it_can_be_deleted(
    behind: Stack, between: Between, images: ImageClient, iso: Path, tmp_path: Path
) -> None:
    """Case E1."""
    name, options = f"e1-{uuid4()}", Options(custom_timeouts=CustomTimeouts(delete="1s"))

    def declared(path: Path) -> Program:
        return lambda: Image("noble", options, name=name, local_file_path=str(path)) and None

    other = tmp_path / "other"
    other.write_bytes(b"other" * 1000)
    behind.up(declared(iso))
    old = behind.resources()["noble"]["id"]
    between.meddle = lambda call: error(409, "a clone lives") if call.method == "DELETE" else None

    said = behind.failure(lambda: behind.up(declared(other)))

    assert old in one_line(said, "in use by volumes or servers")
    assert [image.status for image in images.list(name=name)] == ["active"] * 2
    between.meddle = lambda _: None
    behind.up(declared(other))
    assert [image.id for image in images.list(name=name)] == [behind.resources()["noble"]["id"]]
    assert old != behind.resources()["noble"]["id"]


def test_a_create_ends_at_its_custom_timeout_and_leaves_nothing(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    stack.configure(endpoint_override=held.url)
    options = Options(custom_timeouts=CustomTimeouts(create="2s"))
    program = lambda: Image("noble", options, name=large.name, local_file_path=str(large)) and None  # noqa: E731  a program of one line

    said = stack.failure(lambda: stack.up(program))

    assert one_line(said, "the image was not made within 2 s: allow more time with custom_timeouts")
    assert list(images.list(name=large.name)) == []
    assert stack.resources() == {}


def test_updates_and_deletions_end_at_their_custom_timeouts(behind: Stack, between: Between) -> None:
    options = Options(custom_timeouts=CustomTimeouts(update="1s", delete="1s"))
    behind.up(lambda: Image("noble", options) and None)
    recorded = behind.resources()["noble"]["id"]
    saving = {"id": recorded, "status": "saving", "name": "noble"}
    answers = {"GET": lambda: Answer(200, saving), "DELETE": lambda: error(409, "a clone lives")}
    between.meddle = lambda call: answers[call.method]() if call.method in answers else None

    stuck = behind.failure(lambda: behind.up(lambda: Image("noble", options, tags=["a"]) and None))
    in_use = behind.failure(behind.destroy)

    assert one_line(stuck, "is still saving after 1 s")
    assert recorded in one_line(in_use, "in use by volumes or servers")
    assert behind.resources()["noble"]["id"] == recorded
    between.meddle = lambda _: None


def files_in(folder: Path, count: int) -> list[Path]:
    files = [folder / str(n) for n in range(count)]
    for path in files:
        path.write_bytes(path.name.encode() * 1000)
    return files


def test_more_than_four_uploads_run_at_once_and_keep_no_other_resource_waiting(
    behind: Stack, between: Between, tmp_path: Path
) -> None:
    uploads, posted = Barrier(8), Event()
    all_at_once = Event()

    def meddle(call: Call) -> None:
        if call.method == "POST" and call.json["name"] == "quick":
            posted.set()
        if call.method == "PUT":
            uploads.wait(SOON)
            all_at_once.set()
            posted.wait(SOON)

    def program() -> None:
        for path in files_in(tmp_path, 8):
            Image(f"slow{path.name}", local_file_path=str(path))
        late: pulumi.Output[bool] = pulumi.Output.from_input(asyncio.to_thread(all_at_once.wait, SOON))
        Image("quick", name=late.apply(lambda _: "quick"))  # checked while all eight are under way

    between.meddle = meddle

    behind.up(program, parallel=64)

    assert not uploads.broken
    assert posted.is_set()


def test_the_setting_uploads_bounds_how_many_transfers_run_at_once(
    behind: Stack, between: Between, tmp_path: Path
) -> None:
    behind.configure(uploads="2")
    pairs, counted, running, most = Barrier(2), Lock(), [], []

    def meddle(call: Call) -> None:
        if call.method == "PUT":
            with counted:
                running.append(call)
                most.append(len(running))
            pairs.wait(SOON)
            with counted:
                running.pop()

    between.meddle = meddle

    behind.up(lambda: [Image(path.name, local_file_path=str(path)) for path in files_in(tmp_path, 6)] and None)

    assert len(most) == 6
    assert max(most) == 2


def test_a_slow_upload_shows_its_progress_but_seldom(held: HeldProxy, stack: Stack, large: Path) -> None:
    stack.configure(endpoint_override=held.url)
    Thread(target=lambda: (held.begun.wait(SOON) and Event().wait(EVERY)) or held.go_on.set(), daemon=True).start()

    done = stack.up(declare(local_file_path=str(large)))

    shown = [line for line in done.stdout.splitlines() if "uploading: " in line]
    assert 1 <= len(shown) <= 5
    assert "of 48 MiB" in shown[0]
