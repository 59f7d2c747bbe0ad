"""Uploads take turns, and nobody waits for a turn that is not wanted any more."""

from threading import BoundedSemaphore

import pytest

from ecl_pulumi_images.acts.acting import Turn
from ecl_pulumi_images.client import Cancelled


def test_a_turn_ends_even_when_the_transfer_fails() -> None:
    slot = BoundedSemaphore(1)

    with pytest.raises(ValueError, match="failed"), Turn(slot, lambda: False):
        raise ValueError("failed")

    assert slot.acquire(blocking=False)


def test_waiting_for_a_turn_ends_when_the_result_is_not_wanted() -> None:
    slot = BoundedSemaphore(1)

    with Turn(slot, lambda: False), pytest.raises(Cancelled), Turn(slot, lambda: True):
        pytest.fail("there was no turn to have")

    assert slot.acquire(blocking=False)


def test_one_turn_can_be_taken_again_for_a_second_try() -> None:
    slot = BoundedSemaphore(1)
    mine = Turn(slot, lambda: False)

    for _ in range(2):
        with mine:
            assert not slot.acquire(blocking=False)

    assert slot.acquire(blocking=False)
