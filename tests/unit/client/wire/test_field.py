"""Dates of the wire."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.wire.field import instant

UTC = timezone.utc
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05z",
        "2026-01-02t03:04:05Z",
        "2026-01-02 03:04:05",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05.000Z",
        "2026-01-02T03:04:05+00:00",
        "2026-01-02T12:04:05+09:00",
        "2026-01-02T12:04:05+0900",
        "2026-01-01T22:34:05-04:30",
    ],
)
def test_one_moment_is_read_from_every_usual_form(text: str) -> None:
    assert instant(text) == MOMENT
    assert instant(text).utcoffset() is not None


@pytest.mark.parametrize(
    ("fraction", "microseconds"),
    [
        (".5", 500_000),
        (",5", 500_000),
        (".123", 123_000),
        (".123456", 123_456),
        (".1234567", 123_456),
        (".999999999", 999_999),
    ],
)
def test_fractions_of_any_length_are_taken_down_to_microseconds(fraction: str, microseconds: int) -> None:
    assert instant(f"2026-01-02T03:04:05{fraction}Z") == MOMENT + timedelta(microseconds=microseconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-01-02",
        "2026-13-02T03:04:05Z",
        "2026-02-30T03:04:05Z",
        "2026-01-02T25:04:05Z",
        "2026-01-02T03:04:05+99:00",
        "2026-01-02T03:04:05Z ",
        "\uff12\uff10\uff12\uff16-01-02T03:04:05Z",  # full-width digits
        "1735787045",
    ],
)
def test_what_is_no_date_and_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the standard library's own words, depending on the text
        instant(text)


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-1439, 1439))  # noqa: DTZ001  made aware below
def test_every_moment_survives_being_written_and_read(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert instant(moment.isoformat()) == moment
