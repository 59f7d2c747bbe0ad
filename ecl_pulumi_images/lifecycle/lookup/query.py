"""What a lookup asks for, and what matches it.

Every filter of a listing can be asked for. Names are always exact here, whatever they hold, and every answer is
compared again: databases may compare without case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Image, ImageDateFilter, ImageDateQuery, ListOpts, NotFound
from ecl_pulumi_images.client.names import foreign as foreign_names
from ecl_pulumi_images.client.names.arguments import proposed

from ..props import property_value, whole

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

FILTERS = tuple(field.name for field in fields(ListOpts))
OWN = ("most_recent", "name_regex")
_DATES = ("created_at", "updated_at")
_NUMBERS = ("limit", "size_min", "size_max")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. filters: of a listing, the given ones only. regex: searched for in the name."""

    filters: Mapping[str, Any]
    regex: re.Pattern[str] | None = None
    most_recent: bool = False

    @classmethod
    def of(cls, **given: Any) -> Query:
        """Return the query for these filters; None counts as not given.

        Raises ValueError, with the filter's name and the way out, for whatever cannot be asked.
        """
        asked = {name: value for name, value in given.items() if value is not None}
        for name in asked.keys() - {*FILTERS, *OWN}:
            raise ValueError(_unknown(name))
        most_recent = asked.pop("most_recent", False)
        if not isinstance(most_recent, bool):
            raise ValueError(f"most_recent is {most_recent!r:.60}; it must be True or False")
        regex = _compiled(asked.pop("name_regex", None))
        query = cls({name: _usable(name, value) for name, value in asked.items()}, regex, most_recent)
        ListOpts(**query.filters)
        if query.id is not None and len(asked) > 1:
            raise ValueError("id names one image: leave the other filters out, or leave id out")
        return query

    @property
    def id(self) -> str | None:
        """The one image that is asked for, if any."""
        asked = self.filters.get("id")
        return asked if isinstance(asked, str) and not asked.startswith("in:") else None

    @property
    def properties(self) -> Mapping[str, str]:
        """The custom properties that are asked for."""
        return self.filters.get("properties") or {}

    def with_filters(self, **filters: Any) -> Query:
        """Return this query with other filters; None removes one."""
        merged = {**self.filters, **filters}
        return replace(self, filters={name: value for name, value in merged.items() if value is not None})

    def takes(self, image: Image) -> bool:
        """Return whether an image that the service listed is really meant."""
        if self.regex is not None and not self.regex.search(image.name or ""):
            return False
        return all(image.properties.get(key, value) == value for key, value in self.properties.items())

    def __str__(self) -> str:
        shown = dict(self.filters) | ({"name_regex": self.regex.pattern} if self.regex else {})
        return ", ".join(f"{name}={value!r}" for name, value in shown.items()) or "no filter"


def matches(images: ImageClient, query: Query) -> list[Image]:
    """Return every image that the query means, in the order of its `sort`."""
    if query.id is not None:
        return _by_id(images, query.id)
    name, rest = query.filters.get("name"), {key: held for key, held in query.filters.items() if key != "name"}
    found = images.find(name, **rest) if isinstance(name, str) else images.list(ListOpts(**query.filters))
    return [image for image in found if query.takes(image)]


def _by_id(images: ImageClient, image_id: str) -> list[Image]:
    try:
        return [images.get(image_id)]
    except NotFound as error:
        if not error.from_service:
            raise
        return []


def _usable(name: str, value: Any) -> Any:
    """Return a filter's value without what Pulumi makes of numbers and dates."""
    try:
        if name in _NUMBERS:
            return whole(value)
        if name in _DATES and isinstance(value, str):
            return _date(value)
        if name == "properties" and isinstance(value, Mapping):
            return {key: property_value(held) for key, held in value.items()}
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None
    return value


def _date(text: str) -> ImageDateQuery:
    """Return a date that is text, ISO 8601, with a comparison before it or not."""
    comparison, _, date = text.partition(":")
    known = comparison in list(ImageDateFilter)
    try:
        moment = datetime.fromisoformat(re.sub("Z$", "+00:00", date if known else text))
    except ValueError:
        raise ValueError(
            f"is {text!r:.60}; it must be a date such as 2026-01-31T00:00:00Z, or gte:2026-01-31T00:00:00Z"
        ) from None
    return ImageDateQuery(moment, comparison if known else None)


def _compiled(pattern: Any) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    try:
        return re.compile(pattern)
    except (re.error, TypeError) as error:
        raise ValueError(f"name_regex {pattern!r:.80} is no regular expression: {error}") from None


def _unknown(name: str) -> str:
    return f"there is no filter {name!r}: {proposed(name, sorted({*FILTERS, *OWN}), foreign_names.FILTERS)}"
