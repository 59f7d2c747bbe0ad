"""Runs that are interrupted in the middle of a creation: no process is left, and no image that nobody finds again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import psutil
import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import Between
from tests.support.front_end import dynamic_only
from tests.support.held import HeldProxy
from tests.support.http_server import Answer, Call

from .interruptions import SOON, Run, left, processes, uploading
from .stack import Program, Stack


def declare(large: Path) -> Program:
    return lambda: Image("noble", name=large.name, local_file_path=str(large)) and None


def noticed(plugin: psutil.Process) -> None:
    """Wait until the plugin has let go of what its dead engine was connected by."""
    until = monotonic() + SOON
    while any(one.status == psutil.CONN_CLOSE_WAIT for one in plugin.net_connections()):
        assert monotonic() < until


class Gate:
    """Holds the answers to one method that hold some words, until the test says so: by default those that end a
    creation.
    """

    def __init__(self, between: Between) -> None:
        self.come, self.go_on, self.url = Event(), Event(), between.url
        self.method, self.words = "GET", b'"active"'
        self._between = between

    def __call__(self, call: Call) -> Answer | None:
        if call.method != self.method or not call.path.startswith("/v2/images"):
            return None
        answer = self._between.hand_on(call)
        if self.words in answer.content():
            self.come.set()
            self.go_on.wait(SOON)
        return answer


@pytest.fixture
def gate(cloud: LocalCloud) -> Iterator[Gate]:
    """The gate, and a proxy before the service that has it."""
    with Between(cloud.image_url) as between:
        between.meddle = gate = Gate(between)
        yield gate
        gate.go_on.set()


@pytest.mark.parametrize("fixed", [False, True])
def test_an_image_that_is_complete_when_its_engine_dies_is_noticed(
    gate: Gate, stack: Stack, images: ImageClient, iso: Path, fixed: bool
) -> None:
    """The last request of the creation is on its way when the engine is killed."""
    given: dict[str, Any] = {"image_id": str(uuid4())} if fixed else {}
    named, chosen = f"last-{uuid4()}", given.get("image_id")

    def program() -> None:
        Image("noble", name=named, local_file_path=str(iso), **given)

    stack.configure(endpoint_override=gate.url)
    run = Run(stack, program)
    assert gate.come.wait(SOON)
    cli, plugin = processes()
    os.kill(cli.pid, signal.SIGKILL)
    run.end()
    noticed(plugin)
    gate.go_on.set()
    _, alive = psutil.wait_procs([plugin], timeout=SOON)
    stack.cancel()

    assert alive == []
    assert [image.id for image in images.list(name=named)] == ([chosen] if fixed else [])
    if fixed:
        assert f"adopt='{chosen}' takes it over" in stack.failure(lambda: stack.up(program))
        given["adopt"] = chosen
    stack.up(program)
    assert len(list(images.list(name=named))) == 1


@dynamic_only("the engine tells a plugin of the first interruption: native/test_interruptions.py")
def test_the_first_interruption_lets_the_upload_end_and_records_it(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    with uploading(stack, images, held, large, declare(large)) as (run, cli, _):
        cli.send_signal(signal.SIGINT)
        run.until("terminate immediately")
        held.go_on.set()
        run.end()

    assert [image.status for image in left(images, large)] == ["active"]
    assert stack.resources()["noble"]["id"] == left(images, large)[0].id


def test_the_second_interruption_removes_the_half_made_image_and_ends_every_process(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    with uploading(stack, images, held, large, declare(large)) as (run, cli, plugin):
        cli.send_signal(signal.SIGINT)
        run.until("terminate immediately")
        cli.send_signal(signal.SIGINT)
        run.end()
        _, alive = psutil.wait_procs([plugin], timeout=SOON)

    assert alive == []
    assert left(images, large) == []
    assert stack.resources() == {}


def test_a_killed_engine_leaves_neither_a_process_nor_a_half_made_image_and_the_next_run_goes_on(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    with uploading(stack, images, held, large, declare(large)) as (run, cli, plugin):
        os.kill(cli.pid, signal.SIGKILL)
        run.end()
        _, alive = psutil.wait_procs([plugin], timeout=SOON)

    assert alive == []
    assert left(images, large) == []
    stack.cancel()
    held.go_on.set()
    stack.up(declare(large))
    assert [image.status for image in left(images, large)] == ["active"]


def killed(gate: Gate, stack: Stack, program: Program, method: str, words: bytes) -> None:
    """Run until the service has answered so, and kill the plugin: nothing of it reaches the state."""
    gate.method, gate.words = method, words
    stack.configure(endpoint_override=gate.url)
    run = Run(stack, program)
    assert gate.come.wait(SOON)
    _, plugin = processes()
    plugin.kill()
    run.end()
    gate.go_on.set()
    gate.method = ""
    assert "noble" not in stack.resources()


def test_a_record_whose_plugin_was_killed_is_filled_by_the_next_run(
    gate: Gate, stack: Stack, images: ImageClient, iso: Path
) -> None:
    named = f"killed-{uuid4()}"
    program: Program = lambda: Image("noble", name=named, local_file_path=str(iso)) and None  # noqa: E731
    killed(gate, stack, program, "POST", b'"queued"')
    [record] = images.list(name=named)

    stack.up(program)

    assert [(image.id, image.status) for image in images.list(name=named)] == [(record.id, "active")]
    assert stack.resources()["noble"]["id"] == record.id


def test_an_upload_whose_plugin_was_killed_is_begun_anew_under_the_same_id(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    with uploading(stack, images, held, large, declare(large)) as (run, _, plugin):
        [record] = left(images, large)
        plugin.kill()
        run.end()
    held.go_on.set()

    stack.up(declare(large))

    assert [(image.id, image.status) for image in left(images, large)] == [(record.id, "active")]


def test_an_image_that_was_complete_when_its_plugin_was_killed_is_named_and_not_doubled(
    gate: Gate, stack: Stack, images: ImageClient, iso: Path
) -> None:
    named = f"killed-{uuid4()}"
    adopted: dict[str, Any] = {}
    program: Program = lambda: Image("noble", name=named, local_file_path=str(iso), **adopted) and None  # noqa: E731
    killed(gate, stack, program, "GET", b'"active"')
    [record] = images.list(name=named)

    said = stack.failure(lambda: stack.up(program))
    adopted["adopt"] = record.id
    stack.up(program)

    assert f"image {record.id} (active) is there already, just as declared" in said
    assert [image.id for image in images.list(name=named)] == [record.id]
    assert stack.resources()["noble"]["id"] == record.id
