"""Which of several images a lookup takes: laws of a pure decision (cases F3)."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.lookup.query import Query
from ecl_pulumi_images.lifecycle.lookup.selection import Choice, choose, eligible, is_strangers, preferred

OWN, OTHER = "a" * 32, "b" * 32
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
NEWEST = Query.of(name="noble", most_recent=True)
ONE = Query.of(name="noble")

images = st.builds(
    Image,
    id=st.uuids().map(str),
    name=st.just("noble"),
    owner=st.sampled_from([OWN, OTHER]),
    visibility=st.sampled_from(["private", "shared", "community", "public"]),
    created_at=st.none() | st.integers(0, 3).map(lambda seconds: START + timedelta(seconds=seconds)),
    properties=st.sampled_from([{}, {"image_type": "snapshot"}, {"os_distro": "ubuntu"}]),
)
several = st.lists(images, max_size=6, unique_by=lambda image: image.id)


@given(several)
def test_a_stranger_never_wins_over_an_own_or_public_image(found: list[Image]) -> None:
    choice = choose(found, NEWEST, OWN)

    trusted = [image for image in eligible(found, NEWEST) if not is_strangers(image, OWN)]
    assert choice is None or not trusted or choice.image in trusted


@given(several)
def test_a_snapshot_wins_only_when_it_is_asked_for(found: list[Image]) -> None:
    choice = choose(found, NEWEST, OWN)
    asked = choose(found, Query.of(properties={"image_type": "snapshot"}, most_recent=True), OWN)

    assert choice is None or "image_type" not in choice.image.properties
    assert (asked is None) == (found == [])


@given(several)
def test_the_most_recent_is_the_newest_of_those_left_whatever_their_order(found: list[Image]) -> None:
    left = preferred(eligible(found, NEWEST), NEWEST, OWN)

    taken = choose(found, NEWEST, OWN)

    assert (taken is None) == (left == [])
    if taken is not None:
        assert all((image.created_at or datetime.min.replace(tzinfo=timezone.utc)) <= taken_at(taken) for image in left)
        backwards = choose(found[::-1], NEWEST, OWN)
        assert backwards is not None
        assert backwards.image == taken.image


def taken_at(choice: Choice) -> datetime:
    return choice.image.created_at or datetime.min.replace(tzinfo=timezone.utc)


@given(several)
def test_without_most_recent_only_a_single_one_is_taken(found: list[Image]) -> None:
    left = preferred(eligible(found, ONE), ONE, OWN)
    if len(left) > 1:
        with pytest.raises(Failed) as error:
            choose(found, ONE, OWN)
        assert all(image.id in str(error.value) for image in left)
    else:
        assert [choice.image for choice in [choose(found, ONE, OWN)] if choice] == left


@given(several.filter(bool))
def test_an_id_is_taken_as_it_is(found: list[Image]) -> None:
    choice = choose(found[:1], Query.of(id=found[0].id), OWN)

    assert choice is not None
    assert choice.image == found[0]


@given(several)
def test_an_owner_that_is_given_is_meant(found: list[Image]) -> None:
    query = Query.of(name="noble", owner=OTHER, most_recent=True)

    assert preferred(found, query, OWN) == found


def test_a_tie_is_told() -> None:
    twins = [Image(id=letter * 8, created_at=START, owner=OWN) for letter in "ab"]

    choice = choose(twins, NEWEST, OWN)

    assert choice is not None
    assert choice.image.id == "b" * 8
    assert choice.remarks == (
        "several images match name='noble' and are of the same second: took bbbbbbbb, not aaaaaaaa",
    )


def test_without_a_project_nobody_is_a_stranger() -> None:
    assert not is_strangers(Image(id="x", owner=OTHER, visibility="community"), None)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name_regex": "("}, "name_regex '(' is no regular expression"),
        ({"name_regex": 5}, "name_regex 5 is no regular expression"),
        ({"colour": "red"}, "there is no filter 'colour': known are: "),
        ({"tag": "lts"}, "there is no filter 'tag': did you mean tags?"),
        ({"id": "x", "name": "noble"}, "id names one image: leave the other filters out"),
        ({"most_recent": 1}, "most_recent is 1; it must be True or False"),
        ({"size_min": 1.5}, "size_min is 1.5; it must be a whole number"),
        ({"properties": {"a": []}}, "properties is a list"),
        ({"sort": "name", "sort_key": "name"}, "sort cannot go with sort_key"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_filters_name(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        Query.of(**asked)

    assert "\n" not in str(error.value)


def test_what_pulumi_makes_of_numbers_is_undone() -> None:
    query = Query.of(size_min=5.0, properties={"n": 5.0, "agent": True})

    assert query.filters == {"size_min": 5, "properties": {"n": "5", "agent": "true"}}


def test_none_is_not_asked() -> None:
    assert Query.of(name="noble", owner=None, tags=None) == Query.of(name="noble")
