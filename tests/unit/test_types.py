"""What the types offer is what the provider takes: no word more, no word less."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest

from ecl_pulumi_images.client import ImageMemberStatus, ListOpts
from ecl_pulumi_images.lifecycle.inputs.arguments import ARGUMENTS
from ecl_pulumi_images.lifecycle.inputs.sharing import status
from ecl_pulumi_images.lifecycle.inputs.source_rules import METHODS
from ecl_pulumi_images.lifecycle.lookup.query import OWN
from ecl_pulumi_images.resources import choices, filters, lookup


def words(choice: Any) -> set[str]:
    """The words of a choice, those of its constants among them."""
    found = []
    for one in get_args(choice):
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, type) and issubclass(one, Enum):
            found += [str(member) for member in one]
        else:
            found += words(one)
    return set(found)


@pytest.mark.parametrize(
    ("choice", "rule"),
    [(choices.Visibility, ARGUMENTS["visibility"].rule), (choices.OnInUse, ARGUMENTS["on_in_use"].rule)],
)
def test_every_word_is_taken_and_the_refusal_of_another_names_exactly_them(
    choice: Any, rule: Callable[..., Any]
) -> None:
    assert {rule(word) for word in words(choice)} == words(choice)
    with pytest.raises(ValueError, match="it must be one of") as refused:
        rule("none")
    assert set(str(refused.value).partition("one of ")[2].split(", ")) == words(choice)


def test_the_methods_are_those_that_there_are() -> None:
    assert words(choices.Method) == set(METHODS)


def test_an_answer_is_any_that_a_member_can_give() -> None:
    assert {status(word) for word in words(choices.Answer) - {str(ImageMemberStatus.ALL)}} == {
        "accepted",
        "pending",
        "rejected",
    }


@pytest.mark.parametrize("kind", [filters.Filters, filters.LaterFilters])
def test_the_filters_of_a_lookup_are_those_of_a_listing_and_its_own(kind: type[Any]) -> None:
    assert kind.__annotations__.keys() == {*(field.name for field in fields(ListOpts)), *OWN}


@pytest.mark.parametrize("kind", [filters.ListFilters, filters.LaterListFilters])
def test_a_lookup_of_many_has_no_newest(kind: type[Any]) -> None:
    assert {*kind.__annotations__, "most_recent"} == {*(field.name for field in fields(ListOpts)), *OWN}


@pytest.mark.parametrize("name", ["get_image", "find_image", "get_images", "get_image_output", "get_images_output"])
def test_a_lookup_names_its_filters_in_its_signature(name: str) -> None:
    hints = get_type_hints(getattr(lookup, name))

    assert inspect.signature(getattr(lookup, name)).parameters.keys() == {"provider", "filters"}
    assert get_args(hints["filters"])[0].__annotations__.keys() >= {"name", "name_regex", "properties"}
