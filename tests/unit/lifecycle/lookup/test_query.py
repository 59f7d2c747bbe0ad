"""Filters as programs in other languages give them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ecl_pulumi_images.client import ImageDateQuery
from ecl_pulumi_images.lifecycle.lookup.query import Query

MOMENT = datetime(2026, 1, 31, 12, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-31T12:30:00Z", ImageDateQuery(MOMENT)),
        ("gte:2026-01-31T12:30:00Z", ImageDateQuery(MOMENT, "gte")),
        ("neq:2026-01-31T14:30:00+02:00", ImageDateQuery(MOMENT.astimezone(timezone(timedelta(hours=2))), "neq")),
    ],
)
def test_a_date_may_be_text(text: str, meant: ImageDateQuery) -> None:
    assert Query.of(created_at=text).filters == {"created_at": meant}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("yesterday", "created_at is 'yesterday'; it must be a date such as"),
        ("after:2026-01-31T12:30:00Z", "created_at is 'after:2026-01-31T12:30:00Z'; it must be a date such as"),
        ("2026-01-31T12:30:00", "created_at 2026-01-31T12:30:00 has no time zone"),
    ],
)
def test_text_that_is_no_date_is_refused_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Query.of(created_at=text)
