from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ecl_pulumi_images.client.transfer.watchdog import Guard
from tests.support.clock import Clock

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Our end of a connection, and the service's."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def _has_ended(end: socket.socket) -> bool:
    try:
        return end.recv(1) == b""
    except BlockingIOError:
        return False


def _guard(clock: Clock, ours: socket.socket) -> Guard:
    guard = Guard(stall=60, monotonic=clock.monotonic)
    guard.connected(ours)
    return guard


def test_a_block_that_is_not_taken_in_time_ends_the_sending_but_an_answer_can_still_be_read(pair: Pair) -> None:
    clock = Clock()
    guard = _guard(clock, pair[0])
    guard.busy()
    clock.sleep(61)
    guard.look()
    pair[1].send(b"too large")

    assert guard.stalled
    assert _has_ended(pair[1])
    assert pair[0].recv(100) == b"too large"


def test_a_service_that_then_says_nothing_is_left(pair: Pair) -> None:
    clock = Clock()
    guard = _guard(clock, pair[0])
    guard.busy()
    clock.sleep(66)
    guard.look()

    assert pair[0].recv(100) == b""


def test_blocks_that_are_taken_may_take_as_long_as_they_like_together(pair: Pair) -> None:
    clock = Clock()
    guard = _guard(clock, pair[0])
    for _ in range(100):
        guard.busy()
        clock.sleep(59)
        guard.look()
        guard.idle()
        clock.sleep(1000)  # a slow source is not the service's fault
        guard.look()

    assert not guard.stalled
    assert not _has_ended(pair[1])


def test_an_early_answer_ends_the_sending(pair: Pair) -> None:
    guard = _guard(Clock(), pair[0])
    guard.busy()
    pair[1].send(b"HTTP/1.1 403 Forbidden")
    guard.look()

    assert _has_ended(pair[1])
    assert pair[0].recv(100).startswith(b"HTTP/1.1 403")


def test_an_answer_after_the_body_is_left_to_its_reader(pair: Pair) -> None:
    guard = _guard(Clock(), pair[0])
    guard.busy()
    guard.idle()
    pair[1].send(b"HTTP/1.1 204 No Content")
    guard.look()

    assert not _has_ended(pair[1])


def test_a_closed_connection_is_no_trouble(pair: Pair) -> None:
    clock = Clock()
    guard = _guard(clock, pair[0])
    guard.busy()
    pair[0].close()
    guard.look()
    clock.sleep(100)
    guard.look()

    assert guard.stalled
