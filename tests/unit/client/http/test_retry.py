"""When a call may be sent again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.http.retry import Failure, Retries, RetryPolicy, failure_of, may_retry, retry_after
from tests.support.clock import Clock

METHODS = ("GET", "HEAD", "PUT", "DELETE", "PATCH", "POST")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("failure", [Failure.NEVER_SENT, Failure.RATE_LIMITED])
def test_what_was_never_looked_at_may_always_be_sent_again(method: str, failure: Failure) -> None:
    assert may_retry(method, failure)


@pytest.mark.parametrize("failure", [Failure.NO_ANSWER, Failure.GATEWAY])
def test_what_may_have_been_done_is_sent_again_only_when_twice_is_once(failure: Failure) -> None:
    assert [method for method in METHODS if may_retry(method, failure)] == ["GET", "HEAD", "PUT", "DELETE"]


def test_a_503_is_tried_again_except_for_what_makes_an_image() -> None:
    assert [method for method in METHODS if not may_retry(method, Failure.UNAVAILABLE)] == ["POST"]


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 409, 500, 501])
def test_other_answers_are_final(status: int) -> None:
    assert failure_of(status) is None


@given(st.integers(1, 10), st.floats(0, 1), st.none() | st.floats(0, 1e9))
def test_pauses_are_bounded_and_attempts_end(attempt: int, jitter: float, asked: float | None) -> None:
    policy = RetryPolicy()

    pause = policy.pause(attempt, 0.0, jitter, asked)

    assert (pause is None) == (attempt >= policy.attempts)
    assert pause is None or 0 <= pause <= 2 * policy.longest


def test_no_attempt_begins_after_the_budget() -> None:
    assert RetryPolicy(budget=10).pause(1, 9.95, 1.0, None) is None


def test_retry_after_is_a_number_of_seconds_or_a_date() -> None:
    assert retry_after("7", now=0) == 7
    assert retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=50) == 10
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT", now=50) == 0


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "\u0665"])
def test_an_unreadable_retry_after_does_not_count(value: str | None) -> None:
    assert retry_after(value, now=0) is None


def _retries(clock: Clock, **policy: float) -> Retries:
    return Retries(RetryPolicy(attempts=3, **policy), clock, lambda: 1.0)


def test_the_retries_of_a_call_grow_and_end_with_its_attempts() -> None:
    retries = _retries(Clock())

    assert [retries.pause_or_none() for _ in range(4)] == [0.3, 0.6, None, None]


def test_the_retries_of_a_call_end_with_the_time_since_it_began() -> None:
    clock = Clock()
    retries = _retries(clock, budget=10)

    clock.sleep(9.9)

    assert retries.pause_or_none() is None


def test_a_call_that_moved_on_has_all_its_attempts_and_time_again() -> None:
    clock = Clock()
    retries = _retries(clock, budget=10)
    retries.pause_or_none()
    clock.sleep(9.9)

    retries.reset()

    assert [retries.pause_or_none() for _ in range(3)] == [0.3, 0.6, None]


def test_a_retry_waits_as_long_as_its_answer_asks_for_by_the_clock() -> None:
    retries = Retries(RetryPolicy(), Clock(), lambda: 0.0)

    assert retries.pause_or_none("7") == 7
    assert retries.pause_or_none("Mon, 12 Jan 1970 13:46:49 GMT") == 9
