"""Moments as Pulumi stores them."""

from __future__ import annotations

from datetime import datetime


def written(moment: datetime | None) -> str | None:
    """Return ISO 8601 in UTC, with a Z as the image service writes it."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
