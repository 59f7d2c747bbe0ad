"""Uploads take turns, and nobody waits for a turn that is not wanted any more."""

from threading import BoundedSemaphore

import pytest

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.provider.acting import turn


def test_a_turn_ends_even_when_the_transfer_fails():
    slot = BoundedSemaphore(1)

    with pytest.raises(ValueError, match="failed"), turn(slot, lambda: False):
        raise ValueError("failed")

    assert slot.acquire(blocking=False)


def test_waiting_for_a_turn_ends_when_the_result_is_not_wanted():
    slot = BoundedSemaphore(1)

    with turn(slot, lambda: False), pytest.raises(Cancelled), turn(slot, lambda: True):
        pytest.fail("there was no turn to have")

    assert slot.acquire(blocking=False)
