"""What a listing is asked for."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from glance.common.utils import split_filter_op
from hypothesis import given
from hypothesis import strategies as st
from oslo_utils import timeutils

from ecl_pulumi_images.client.constants import ImageDateFilter, ImageMemberStatus, ImageStatus, ImageVisibility
from ecl_pulumi_images.client.images.filters import exact
from ecl_pulumi_images.client.images.list_options import ImageDateQuery, ListOpts
from ecl_pulumi_images.client.invalid import InvalidFilter

WHEN = datetime(2014, 1, 1, 1, 1, 1, tzinfo=timezone.utc)
JST = timezone(timedelta(hours=9))


def query(**filters: Any) -> list[tuple[str, str]]:
    return ListOpts(**filters).to_query()


def test_nothing_set_asks_nothing() -> None:
    assert query() == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"id": "in:uuid1,uuid2,uuid3"}, "id=in:uuid1,uuid2,uuid3"),
        ({"id": ["uuid1", "uuid2"]}, "id=in:uuid1,uuid2"),
        ({"limit": 1000}, "limit=1000"),
        ({"marker": "07aa21a9"}, "marker=07aa21a9"),
        ({"name": "in:name1,name2"}, "name=in:name1,name2"),
        ({"name": ("a,b", "c")}, 'name=in:"a,b",c'),
        ({"name": "12:30"}, "name=eq:12:30"),
        ({"name": ""}, "name="),
        ({"visibility": ImageVisibility.COMMUNITY}, "visibility=community"),
        ({"visibility": "all"}, "visibility=all"),
        ({"member_status": ImageMemberStatus.ALL}, "member_status=all"),
        ({"owner": "a7509e1ae65945fda83f3e52c6296017"}, "owner=a7509e1ae65945fda83f3e52c6296017"),
        ({"status": ImageStatus.PENDING_DELETE}, "status=pending_delete"),
        ({"status": "in:saving,queued"}, "status=in:saving,queued"),
        ({"status": {ImageStatus.ACTIVE}}, "status=in:active"),
        ({"size_min": 0}, "size_min=0"),
        ({"size_max": 0}, "size_max=0"),
        ({"size_min": 5, "size_max": 2**40}, "size_min=5&size_max=1099511627776"),
        ({"sort": "name:asc,created_at:desc"}, "sort=name:asc,created_at:desc"),
        ({"sort_key": "size", "sort_dir": "asc"}, "sort_key=size&sort_dir=asc"),
        ({"sort_dir": "asc"}, "sort_dir=asc"),
        ({"tags": ["a", "b,c"]}, "tag=a&tag=b,c"),
        ({"tags": []}, ""),
        ({"container_format": "in:bare,ami"}, "container_format=in:bare,ami"),
        ({"disk_format": ["qcow2", "iso"]}, "disk_format=in:qcow2,iso"),
        ({"os_hidden": True}, "os_hidden=true"),
        ({"os_hidden": False}, "os_hidden=false"),
        ({"properties": {"os_type": "linux", ".os.type": "", "a:b": "in:c"}}, "os_type=linux&.os.type=&a:b=in:c"),
        ({"created_at": ImageDateQuery(WHEN, "gte")}, "created_at=gte:2014-01-01T01:01:01Z"),
        ({"created_at": ImageDateQuery(WHEN, ImageDateFilter.EQ)}, "created_at=eq:2014-01-01T01:01:01Z"),
        ({"created_at": ImageDateQuery(WHEN)}, "created_at=2014-01-01T01:01:01Z"),
        ({"updated_at": WHEN}, "updated_at=2014-01-01T01:01:01Z"),
        ({"updated_at": ImageDateQuery(WHEN.astimezone(JST), "lt")}, "updated_at=lt:2014-01-01T01:01:01Z"),
    ],
)
def test_each_filter_has_its_exact_query_string(filters: dict[str, Any], expected: str) -> None:
    assert "&".join(f"{name}={value}" for name, value in query(**filters)) == expected


def test_filters_come_together_in_one_query() -> None:
    asked = query(owner="o", tags=["x"], created_at=ImageDateQuery(WHEN, "gte"), limit=2, size_min=1)

    assert asked == [
        ("limit", "2"),
        ("owner", "o"),
        ("size_min", "1"),
        ("tag", "x"),
        ("created_at", "gte:2014-01-01T01:01:01Z"),
    ]


def test_values_are_plain_strings() -> None:
    asked = query(status=ImageStatus.ACTIVE, visibility=ImageVisibility.PUBLIC, member_status=ImageMemberStatus.ALL)

    assert {type(value) for _, value in asked} == {str}


def test_an_exact_name_that_looks_like_an_operator_goes_through() -> None:
    assert query(name=exact("in:alpha")) == [("name", "eq:in:alpha")]


@pytest.mark.parametrize(
    ("filters", "reason"),
    [
        ({"sort": "name", "sort_key": "name"}, "sort cannot go with sort_key"),
        ({"sort": "name", "sort_dir": "asc"}, "sort cannot go with sort_key"),
        ({"limit": 0}, "limit=0: a page holds 1 to 1000"),
        ({"limit": -1}, "limit=-1"),
        ({"limit": 1001}, "limit=1001: a page holds 1 to 1000"),
        ({"limit": True}, "limit=True"),
        ({"limit": "5"}, "limit='5'"),
        ({"limit": 5.0}, "limit=5.0"),
        ({"size_min": -1}, "size_min=-1 is not a number of bytes"),
        ({"size_max": 2**63}, "is not a number of bytes, 0 to 9223372036854775807"),
        ({"name": "caf\udce9"}, "holds characters that are no Unicode"),
        ({"tags": ["\ud800"]}, "holds characters that are no Unicode"),
        ({"size_max": "1 GB"}, "size_max='1 GB'"),
        ({"size_min": 2, "size_max": 1}, "size_min=2 is above size_max=1"),
        ({"name": []}, "name: an empty list"),
        ({"name": 5}, "name=5 is neither"),
        ({"name": {"a": 1}}, "name=.* is neither"),
        ({"name": ['"']}, "name: .* quotation mark"),
        ({"status": [1]}, "status: 1 is not a string"),
        ({"tags": "lts"}, "tags='lts' is not a list"),
        ({"tags": [1]}, "tag=1 is not a string"),
        ({"owner": 5}, "owner=5 is not a string"),
        ({"os_hidden": "true"}, "os_hidden='true' is neither True nor False"),
        ({"created_at": datetime(2026, 1, 1)}, "created_at: 2026-01-01T00:00:00 has no time zone"),  # noqa: DTZ001  the point
        ({"updated_at": date(2026, 1, 1)}, "updated_at: .* is not a datetime"),
        ({"created_at": "2026-01-01"}, "created_at: '2026-01-01' is not a datetime"),
        ({"properties": {"name": "x"}}, "properties: 'name' is a filter"),
        ({"properties": {"tag": "x"}}, "properties: 'tag' is a filter"),
        ({"properties": {"hw_cores_max": "2"}}, "reads 'hw_cores_max' as a range"),
        ({"properties": {"a": 1}}, "a=1 is not a string"),
        ({"properties": ["a"]}, "properties=.* is not a mapping"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused_where_it_is_written(filters: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidFilter, match=reason) as caught:
        ListOpts(**filters)

    assert isinstance(caught.value, ValueError)
    assert "\n" not in str(caught.value)


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(TypeError, match="flavour"):
        ListOpts(flavour="x")  # type: ignore[call-arg]  # the type says so too


def test_a_naive_date_is_refused_where_it_is_written() -> None:
    with pytest.raises(InvalidFilter, match="has no time zone: give it tzinfo"):
        ImageDateQuery(datetime(2026, 1, 1), "gte")  # noqa: DTZ001  the point


def test_a_date_that_utc_does_not_have_is_refused_where_it_is_written() -> None:
    east = timezone(timedelta(hours=9))

    with pytest.raises(InvalidFilter, match="outside of the years 1 to 9999"):
        ImageDateQuery(datetime(1, 1, 1, tzinfo=east), "gt")


def test_an_unknown_comparison_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidFilter, match="'since' compares no dates; these do: gt, gte, lt, lte, neq, eq"):
        ImageDateQuery(WHEN, "since")


aware = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001  Hypothesis adds the zone
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001  Hypothesis adds the zone
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(aware, st.none() | st.sampled_from(ImageDateFilter))
def test_glance_reads_a_date_filter_as_that_very_moment(moment: datetime, compare: ImageDateFilter | None) -> None:
    ((_, value),) = query(created_at=ImageDateQuery(moment, compare))

    operator, text = split_filter_op(value)
    assert operator == (compare or "eq")
    assert timeutils.parse_isotime(text) == moment


texts = st.text(st.characters(codec="utf-8"), max_size=10)


def _asks_for_exact_properties(filters: dict[str, Any]) -> bool:
    return not any(key.endswith(("_min", "_max")) for key in filters.get("properties", ()))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": texts,
            "owner": texts,
            "tags": st.lists(texts, max_size=3),
            "size_min": st.integers(0, 100),
            "size_max": st.integers(100, 2**63 - 1),
            "limit": st.integers(1, 1000),
            "os_hidden": st.booleans(),
            "properties": st.dictionaries(texts.map("x_{}".format), texts, max_size=2),
        },
    ).filter(_asks_for_exact_properties)
)
def test_a_query_survives_being_escaped_and_read(filters: dict[str, Any]) -> None:
    asked = query(**filters)

    assert parse_qsl(urlencode(asked), keep_blank_values=True, errors="strict") == asked
    assert [value for name, value in asked if name == "tag"] == filters.get("tags", [])
    assert dict(asked).items() >= filters.get("properties", {}).items()
