"""Filters say exactly what was meant: judged by Glance's own parser."""

from typing import Any

import pytest
from glance.common.utils import split_filter_op, split_filter_value_for_quotes
from hypothesis import example, given
from hypothesis import strategies as st

from ecl_pulumi_images.client.constants import ImageStatus
from ecl_pulumi_images.client.images.filters import any_of, exact, matching
from ecl_pulumi_images.client.invalid import InvalidFilter
from tests.support.names import NAMES

#: Text that likes to hold what Glance's parser gives a meaning to.
names = st.text(st.sampled_from('ab,":\\ \n') | st.characters(codec="utf-8"), max_size=12)


def glance_reads(text: str) -> Any:
    """Return what Glance's listing makes of a filter (glance/db/sqlalchemy/api.py, _make_conditions_from_filters)."""
    operator, rest = split_filter_op(text)
    return split_filter_value_for_quotes(rest) if operator == "in" else (operator, rest)


@pytest.mark.parametrize("name", NAMES)
def test_glance_reads_an_exact_filter_as_that_name_and_no_other(name: str) -> None:
    assert glance_reads(exact(name)) == ("eq", name)


@given(names)
def test_glance_reads_every_exact_filter_as_that_name(name: str) -> None:
    assert glance_reads(exact(name)) == ("eq", name)


@given(names.map(lambda name: name.replace(":", ";")))
def test_a_name_without_a_colon_goes_as_it_is_for_services_that_know_no_eq(name: str) -> None:
    assert exact(name) == name


@given(st.lists(names, min_size=1, max_size=4))
@example(["alpha,beta", "12:30", "", "a\\"])
@example(["a,\\\nb"])
@example(["a,b\\"])
def test_glance_reads_a_list_of_values_as_those_values_or_it_is_refused(values: list[str]) -> None:
    try:
        text = any_of(values)
    except InvalidFilter:
        assert any('"' in value or ("\\" in value and "," in value) for value in values)
    else:
        assert glance_reads(text) == values


@pytest.mark.parametrize("value", ['say "hi"', '"', "a,b\\", "a,\\\nb"])
def test_a_value_that_glance_cannot_quote_is_refused_by_name(value: str) -> None:
    with pytest.raises(InvalidFilter, match="ask for it alone"):
        any_of(["fine", value])


def test_no_values_are_refused() -> None:
    with pytest.raises(InvalidFilter, match="empty list"):
        any_of([])


@pytest.mark.parametrize("given_text", ["in:saving,queued", 'in:"a,b",c', "eq:12:30"])
def test_text_that_begins_with_an_operator_goes_as_it_is(given_text: str) -> None:
    assert matching(given_text) == given_text


def test_text_that_glance_would_answer_with_unknown_operator_means_itself() -> None:
    assert matching("Debian 8 2016-04-17T22:15") == "eq:Debian 8 2016-04-17T22:15"


def test_enum_members_become_plain_values() -> None:
    assert matching([ImageStatus.SAVING, "queued"]) == "in:saving,queued"
    assert type(matching(ImageStatus.SAVING)) is str
