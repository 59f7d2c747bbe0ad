"""Every fault at every request of every act: a fixed sample, and each kind that was once bad; `make soak` plays all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.reliability.cell import Cell, cells, played
from tests.reliability.faults import Fault
from tests.reliability.stories import STORIES, World
from tests.support.between import Between

SAMPLE = 9  # cells of each story

#: Where something was lost, left behind or doubled until it was mended.
ONCE_BAD = [
    *(Cell("delete", 0, Fault(lie, "once", False)) for lie in ("200 and nothing", "200 and {}", "202")),
    Cell("delete", 0, Fault("200 and nothing", "for ever", False)),
    Cell("delete", 0, Fault("404 of the service", "once", False)),
    Cell("delete a protected one", 0, Fault("200 and nothing", "once", True)),
    Cell("delete a protected one", 4, Fault("200 and {}", "once", False)),
    Cell("create", 1, Fault("200 and nothing", "four times", False)),
    Cell("create", 2, Fault("200 and another object", "for ever", False)),
    Cell("create", 1, Fault("409 of a proxy", "once", True)),
    Cell("create", 2, Fault("409 of the service", "for ever", False)),
    Cell("create a protected one", 1, Fault("409 of the service", "four times", False)),
    Cell("read", 0, Fault("404 of the service", "once", False)),
    Cell("share", 1, Fault("200 and {}", "once", True)),
    Cell("share", 1, Fault("200 and another object", "once", False)),
    Cell("read a share", 0, Fault("200 and {}", "once", True)),
    Cell("read a share", 0, Fault("404 of the service", "once", False)),
    Cell("withdraw a share", 0, Fault("200 and nothing", "once", False)),
    Cell("withdraw a share", 0, Fault("202", "for ever", False)),
    Cell("withdraw a share", 0, Fault("404 of the service", "once", False)),
    Cell("accept a share", 0, Fault("200 and {}", "once", True)),
]


@pytest.mark.parametrize("cell", ONCE_BAD, ids=str)
def test_nothing_is_lost_left_or_doubled_where_it_once_was(
    between: Between, world: Callable[[], World], cell: Cell
) -> None:
    outcome = played(cell, between, world())

    assert outcome.kind != "bad", outcome.said


@pytest.mark.parametrize("story", STORIES)
def test_whatever_fails_is_absorbed_or_made_good_by_the_next_run(
    between: Between, world: Callable[[], World], story: str
) -> None:
    sample = Random(story).sample(list(cells(between, world(), story)), SAMPLE)  # noqa: S311  the same in every run

    outcomes = [(str(cell), played(cell, between, world())) for cell in sample]

    assert [(cell, outcome.said) for cell, outcome in outcomes if outcome.kind == "bad"] == []


@pytest.mark.parametrize("story", STORIES)
def test_a_process_that_is_killed_at_any_request_leaves_nothing_that_the_next_run_does_not_find(
    between: Between, world: Callable[[], World], story: str
) -> None:
    killed = [cell for cell in cells(between, world(), story) if cell.fault.killed]

    outcomes = [(str(cell), played(cell, between, world())) for cell in killed]

    assert [(cell, outcome.said) for cell, outcome in outcomes if outcome.kind == "bad"] == []
