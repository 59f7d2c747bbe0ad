"""Looks that are repeated until they find something."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest

from ecl_pulumi_images.client.clock import TICK, growing, poll
from tests.support.clock import Clock


def finding(*found: str | None) -> Callable[[], str | None]:
    left = iter(found)
    return lambda: next(left)


def test_pauses_grow_up_to_the_longest() -> None:
    assert list(islice(growing(1, 5, 2), 5)) == [1, 2, 4, 5, 5]


def test_what_is_found_first_is_returned_at_once() -> None:
    clock = Clock()

    assert poll(clock, finding(None, None, "it"), [0.1, 0.2, 0.3]) == "it"
    assert clock.slept == [0.1, 0.2]


def test_nothing_is_found_where_no_pause_is_left_and_the_last_look_is_not_slept_after() -> None:
    clock = Clock()

    assert poll(clock, finding(None, None), [0.1]) is None
    assert clock.slept == [0.1]


def test_nobody_looks_once_the_answer_is_unwanted() -> None:
    assert poll(Clock(), finding(), growing(), lambda: True) is None


def test_a_long_pause_ends_within_a_tick_of_the_cancellation() -> None:
    clock = Clock()
    end = clock.now + 1

    assert poll(clock, finding(None), [60.0], lambda: clock.now > end) is None
    assert clock.now - end == pytest.approx(TICK)
