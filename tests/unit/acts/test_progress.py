"""Progress is shown seldom enough for a log: each message of a non-interactive run is a printed line."""

from itertools import pairwise
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.acts.call import Call
from ecl_pulumi_images.acts.progress import EVERY, Progress, line
from tests.support.clock import Clock


class Listener:
    """What the engine is told, and when."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lines: list[tuple[float, str]] = []

    def log(self, message: str, *, ephemeral: bool) -> None:
        assert ephemeral
        self.lines.append((self.clock.now, message))


@given(st.lists(st.tuples(st.integers(1, 1 << 34), st.floats(0, 30)), min_size=1, max_size=200), st.booleans())
def test_however_data_moves_lines_are_few_and_far_between(blocks: list[tuple[int, float]], sized: bool) -> None:
    clock = Clock()
    listener, start = Listener(clock), clock.now
    progress, total, sent = Progress(cast(Call, listener), clock).sent, sum(size for size, _ in blocks), 0

    for size, seconds in blocks:
        clock.now += seconds
        sent += size
        progress(sent, total if sized else None)

    times = [start, *(when for when, _ in listener.lines)]
    assert all(later - earlier >= EVERY for earlier, later in pairwise(times))
    assert not sized or len(listener.lines) <= 20


def test_a_line_tells_how_much_of_how_much() -> None:
    assert line(512 << 20, 2048 << 20) == "uploading: 512 of 2048 MiB (25%)"
    assert line(512 << 20, None) == "uploading: 512 MiB"


def test_what_the_service_does_is_told_when_it_is_news_and_not_too_often() -> None:
    clock = Clock()
    listener = Listener(clock)
    doing = Progress(cast(Call, listener), clock).doing

    for said in ["a", "b", "b", "c", "d"]:
        doing(said)
        clock.now += EVERY / 2 if said == "c" else EVERY

    assert [message for _, message in listener.lines] == ["b", "c"]


def test_what_became_of_the_data_is_the_last_line_where_there_was_any() -> None:
    clock = Clock()
    listener = Listener(clock)
    progress = Progress(cast(Call, listener), clock)

    progress.done("uploaded 1 MiB, verified")
    clock.now += EVERY
    progress.sent(700 << 20, 1400 << 20)
    progress.done("uploaded 1400 MiB, verified")

    assert [message for _, message in listener.lines] == [
        "uploading: 700 of 1400 MiB (50%)",
        "uploaded 1400 MiB, verified",
    ]
