"""How long an act goes on, and how soon it ends."""

from __future__ import annotations

import pytest

from ecl_pulumi_images.client import Cancelled
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed
from tests.support.clock import Clock
from tests.support.service import Service, client_of


def test_a_wait_that_nobody_wants_any_more_ends_within_a_second() -> None:
    """The engine leaves 4 to 5 seconds after a second Ctrl-C, clean-up included."""
    service = Service()
    image, ended = service.made(status="saving"), []
    with client_of(service) as images:

        def cancelled() -> bool:
            if service.clock.now > 1_000_060:
                ended.append(service.clock.now)
            return bool(ended)

        with pytest.raises(Cancelled):
            images.wait(image.id, cancelled=cancelled)

    assert service.clock.now - ended[0] <= 1


def test_a_pause_ends_soon_when_nobody_waits_and_at_the_timeout() -> None:
    clock = Clock()
    Conditions(clock=clock, cancelled=lambda: clock.now > 1_000_001).pause(60)
    assert clock.now < 1_000_002.5

    clock = Clock()
    Conditions(timeout=3, clock=clock).pause(60)
    assert clock.now == 1_000_003


def test_an_act_that_was_stopped_by_its_timeout_says_so_and_names_the_way_out() -> None:
    clock = Clock()
    conditions = Conditions(timeout=90, clock=clock)
    clock.sleep(91)

    said = "the image was not made within 90 s: allow more time with custom_timeouts"
    with pytest.raises(Failed, match=said), conditions.in_time("the image was not made"):
        conditions.check()


def test_an_act_that_was_cancelled_does_not_blame_the_timeout() -> None:
    conditions = Conditions(timeout=0, cancelled=lambda: True)

    with pytest.raises(Cancelled), conditions.in_time("the image was not made"):
        conditions.check()
