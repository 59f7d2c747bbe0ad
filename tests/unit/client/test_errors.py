"""What an error tells about the call that it came of."""

from __future__ import annotations

import pytest

from ecl_pulumi_images.client import errors


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
