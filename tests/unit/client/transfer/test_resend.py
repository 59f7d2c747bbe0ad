from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client import ConnectionFailed, ImageServiceError, Transfer
from ecl_pulumi_images.client.transfer.resend import Attempt, Step, following, hint

SENT = Transfer(4, {"md5": "ab"})
statuses = st.sampled_from([400, 401, 403, 404, 409, 410, 411, 413, 415, 429, 500, 502, 503, 504])
errors = st.one_of(
    statuses.map(lambda status: ImageServiceError("no", status=status)), st.builds(ConnectionFailed, st.just("gone"))
)
attempts = st.builds(
    Attempt,
    error=errors,
    transfer=st.sampled_from([None, SENT]),
    begun=st.booleans(),
    chunked=st.booleans(),
    rewindable=st.booleans(),
    refused=st.booleans(),
)


@given(attempts)
def test_a_source_that_cannot_be_read_again_is_never_sent_again(attempt: Attempt) -> None:
    if not attempt.rewindable:
        assert following(attempt) in {Step.GIVE_UP, Step.LOOK}


@given(attempts)
def test_the_image_is_looked_at_only_where_that_can_tell_anything(attempt: Attempt) -> None:
    if following(attempt) is Step.LOOK:
        assert attempt.begun
        assert attempt.transfer is not None or attempt.rewindable


@given(attempts)
def test_a_failure_is_never_done(attempt: Attempt) -> None:
    assert following(attempt) is not Step.DONE


@pytest.mark.parametrize(
    ("status", "how", "step"),
    [
        (401, {}, Step.RENEW),
        (401, {"refused": True}, Step.GIVE_UP),
        (411, {"chunked": True}, Step.MEASURE),
        (411, {"chunked": False}, Step.GIVE_UP),
        (429, {}, Step.LOOK),
        (500, {}, Step.GIVE_UP),
        (502, {}, Step.LOOK),
        (503, {"begun": False}, Step.GIVE_UP),
        (504, {"rewindable": False, "transfer": SENT}, Step.LOOK),
        (504, {"rewindable": False}, Step.GIVE_UP),
        (409, {"transfer": SENT}, Step.GIVE_UP),
        (413, {}, Step.GIVE_UP),
    ],
)
def test_what_follows_a_status(status: int, how: dict[str, object], step: Step) -> None:
    assert following(Attempt(ImageServiceError("no", status=status), **how)) is step  # type: ignore[arg-type]  # a table


def test_success_is_done() -> None:
    assert following(Attempt(transfer=SENT)) is Step.DONE


def test_the_hint_of_a_refused_credential_names_the_call() -> None:
    attempt = Attempt(ImageServiceError("no", status=401), refused=True)

    assert hint(attempt, "/v2/images/x/file", "'disk.img'").startswith("this credential may not PUT /v2/images/x/file")
