"""What a listing is asked for, as an exact query string."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from typing import Any

from ..constants import ImageDateFilter, ImageMemberStatus, ImageStatus, ImageVisibility
from ..invalid import InvalidFilter, encodable
from ..names.arguments import refusing_fields
from ..names.foreign import FILTERS
from .filters import matching

MAX_LIMIT = 1000  # images in a page: Glance's api_limit_max, which cuts larger wishes down without a word

MAX_SIZE = 2**63 - 1  # bytes: sizes are database integers of 64 bits, and the service answers 500 to larger ones


@dataclass(frozen=True, slots=True)
class ImageDateQuery:
    """A date to compare an image's `created_at` or `updated_at` with.

    date: a datetime with a zone; sent in UTC. filter: None means equality, like ImageDateFilter.EQ.
    Raises InvalidFilter for a datetime without a zone, and for an unknown filter.
    """

    date: datetime
    filter: ImageDateFilter | str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.date, datetime):
            raise InvalidFilter(f"{self.date!r:.60} is not a datetime")
        if self.date.utcoffset() is None:
            raise InvalidFilter(f"{self.date.isoformat()} has no time zone: give it tzinfo, such as timezone.utc")
        if self.filter is not None and self.filter not in list(ImageDateFilter):
            raise InvalidFilter(f"{self.filter!r:.60} compares no dates; these do: {', '.join(ImageDateFilter)}")

        try:
            str(self)
        except OverflowError:
            raise InvalidFilter(f"{self.date.isoformat()} is outside of the years 1 to 9999 in UTC") from None

    def __str__(self) -> str:
        text = f"{self.date.astimezone(timezone.utc).replace(tzinfo=None).isoformat()}Z"
        return text if self.filter is None else f"{self.filter}:{text}"


DateFilter = ImageDateQuery | datetime


@refusing_fields(FILTERS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ListOpts:
    """The filters, the order and the page size of a listing. Unset ones are not sent.

    id, name, status, container_format and disk_format take one value, a list or tuple of values, or a string that
    begins with `in:` or `eq:` and is sent as it is. A value that itself begins so is said by `exact(value)`.

    Raises InvalidFilter for filters that contradict each other, and for values that the service refuses or misreads.
    Source: Image API reference, "List images"; glance/api/v2/images.py, `RequestDeserializer.index`.
    """

    id: str | Collection[str] | None = None
    limit: int | None = None  #: Images in a page, 1 to 1000; the service's own default is 25. Not the total.
    marker: str | None = None  #: Id of the image after which the listing begins.
    name: str | Collection[str] | None = None
    visibility: ImageVisibility | str | None = None  #: Community images are listed only when asked for.
    member_status: ImageMemberStatus | str | None = None  #: Of images shared with the caller; default `accepted`.
    owner: str | None = None  #: Project id.
    status: ImageStatus | str | Collection[str] | None = None
    size_min: int | None = None  #: Bytes, inclusive.
    size_max: int | None = None  #: Bytes, inclusive. Images without data have no size and match neither.
    sort: str | None = None  #: `name:asc,created_at:desc`. A key alone means descending.
    sort_key: str | None = None  #: The older form of `sort`: one key. Not together with it.
    sort_dir: str | None = None  #: `asc` or `desc`; needs no `sort_key`.
    tags: Collection[str] | None = None  #: Images that have all of them.
    created_at: DateFilter | None = None  #: A datetime alone means equality.
    updated_at: DateFilter | None = None  #: A datetime alone means equality.
    container_format: str | Collection[str] | None = None
    disk_format: str | Collection[str] | None = None
    os_hidden: bool | None = None  #: Hidden images, and only those. API 2.7.
    properties: Mapping[str, str] | None = None  #: Custom properties with these values; also any other filter.

    def __post_init__(self) -> None:
        if self.sort is not None and (self.sort_key is not None or self.sort_dir is not None):
            raise InvalidFilter("sort cannot go with sort_key or sort_dir: use one of the two forms")
        self.to_query()
        if self.size_min is not None and self.size_max is not None and self.size_min > self.size_max:
            raise InvalidFilter(f"size_min={self.size_min} is above size_max={self.size_max}: nothing can match")

    def to_query(self) -> list[tuple[str, str]]:
        """Return the query's names and values, not yet escaped, in the order of the fields; `tag` is repeated."""
        given = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [pair for name, value in given if value is not None for pair in _ENCODERS.get(name, _text)(name, value)]


Pairs = list[tuple[str, str]]


def _text(name: str, value: Any) -> Pairs:
    if not isinstance(value, str):
        raise InvalidFilter(f"{name}={value!r:.60} is not a string")
    return [(name, encodable(name, value))]


def _one_or_more(name: str, value: Any) -> Pairs:
    if isinstance(value, Mapping) or not isinstance(value, Collection):
        raise InvalidFilter(f"{name}={value!r:.60} is neither a string nor a list of strings")
    try:
        return [(name, encodable(name, matching(value)))]
    except InvalidFilter as error:
        raise InvalidFilter(f"{name}: {error}") from None


def _limit(name: str, value: Any) -> Pairs:
    if type(value) is not int or not 1 <= value <= MAX_LIMIT:
        raise InvalidFilter(f"{name}={value!r:.60}: a page holds 1 to {MAX_LIMIT} images; it does not limit the total")
    return [(name, str(value))]


def _bytes(name: str, value: Any) -> Pairs:
    if type(value) is not int or not 0 <= value <= MAX_SIZE:
        raise InvalidFilter(f"{name}={value!r:.60} is not a number of bytes, 0 to {MAX_SIZE}")
    return [(name, str(value))]


def _flag(name: str, value: Any) -> Pairs:
    if not isinstance(value, bool):
        raise InvalidFilter(f"{name}={value!r:.60} is neither True nor False")
    return [(name, "true" if value else "false")]


def _date(name: str, value: Any) -> Pairs:
    try:
        return [(name, str(value if isinstance(value, ImageDateQuery) else ImageDateQuery(value)))]
    except InvalidFilter as error:
        raise InvalidFilter(f"{name}: {error}") from None


def _tags(name: str, value: Any) -> Pairs:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Collection):
        raise InvalidFilter(f"{name}={value!r:.60} is not a list of tags")
    return [pair for tag in value for pair in _text("tag", tag)]


def _properties(name: str, value: Any) -> Pairs:
    if not isinstance(value, Mapping):
        raise InvalidFilter(f"{name}={value!r:.60} is not a mapping")
    return [pair for key, wanted in value.items() for pair in _property(key, wanted)]


def _property(key: str, wanted: Any) -> Pairs:
    """Glance takes every parameter that it does not know for a property, and *_min and *_max for ranges."""
    if key in _TAKEN:
        raise InvalidFilter(f"properties: {key!r} is a filter or parameter of its own")
    if key.endswith(("_min", "_max")):
        raise InvalidFilter(f"properties: Glance reads {key!r} as a range, not as a property: filter the results")
    return _text(key, wanted)


_ENCODERS: dict[str, Callable[[str, Any], Pairs]] = {
    "id": _one_or_more,
    "name": _one_or_more,
    "status": _one_or_more,
    "container_format": _one_or_more,
    "disk_format": _one_or_more,
    "limit": _limit,
    "size_min": _bytes,
    "size_max": _bytes,
    "os_hidden": _flag,
    "created_at": _date,
    "updated_at": _date,
    "tags": _tags,
    "properties": _properties,
}
_TAKEN = frozenset(field.name for field in fields(ListOpts)) | {"tag"}
