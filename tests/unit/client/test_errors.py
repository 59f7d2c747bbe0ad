"""What an error tells about the call that it came of."""

from __future__ import annotations

import pytest

from ecl_pulumi_images.client import errors
from ecl_pulumi_images.client.http.retry import failure_of


def unanswered(*, reached: bool) -> errors.ConnectionFailed:
    error = errors.ConnectionFailed("silence")
    error.reached = reached
    return error


@pytest.mark.parametrize(
    ("error", "may_have_happened"),
    [
        (unanswered(reached=True), True),
        (unanswered(reached=False), False),
        (errors.ServerError("", status=500), False),
        (errors.ServerError("", status=502), True),
        (errors.ServerError("", status=503), True),
        (errors.ServerError("", status=504), True),
        (errors.RateLimited("", status=429), False),
        (errors.Conflict("", status=409), False),
    ],
)
def test_a_call_may_have_happened_when_its_answer_was_lost(
    error: errors.ImageServiceError, may_have_happened: bool
) -> None:
    assert error.may_have_happened is may_have_happened


@pytest.mark.parametrize("status", range(300, 600))
def test_a_status_is_transient_where_calls_are_sent_again(status: int) -> None:
    assert errors.ImageServiceError("", status=status).transient is (failure_of(status) is not None)


@pytest.mark.parametrize("reached", [True, False])
def test_silence_is_transient(reached: bool) -> None:
    assert unanswered(reached=reached).transient
    assert not errors.Cancelled("stopped").transient
