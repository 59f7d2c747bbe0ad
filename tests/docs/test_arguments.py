"""docs/image.md says of each argument what the table of arguments says: what it may be, and what a change does."""

from __future__ import annotations

import re

import pytest

from ecl_pulumi_images.lifecycle.inputs import rules
from ecl_pulumi_images.lifecycle.inputs.arguments import ARGUMENTS, Argument
from ecl_pulumi_images.lifecycle.inputs.source_rules import stores
from ecl_pulumi_images.lifecycle.props import FORMATS

from .page import table

DECLARED = {name: row for name, row in ARGUMENTS.items() if not row.derived}
TOLD = {row[0].strip("`"): row for row in table("image.md", "input")}
EFFECT = re.compile(r"\b(patch|replace|nothing|state only|deactivate|reactivate)\b")

#: Where the effect of a change is in code, and in no row.
OTHERWISE = {"adopt": {"nothing"}, "deactivated": {"deactivate", "reactivate"}, "properties": {"patch"}}
#: What a change may do besides: another file's content has a row of its own, an image without data takes formats.
BESIDES = {"all_stores": {"state only"}, "local_file_path": {"replace"}, **{key: {"patch"} for key in FORMATS}}

TYPES: dict[rules.Rule, str] = {
    rules.boolean: "boolean",
    rules.capacity: "whole number",
    rules.image_id: "UUID|image id",
    rules.properties: "map of strings, booleans, numbers",
    rules.short: f"string, up to {rules.LONGEST} characters",
    rules.tags: "list of strings",
    stores: "list of store ids",
}


def effects(row: Argument) -> set[str]:
    """What a change does, by the row."""
    if row.patched:
        return {"patch"}
    if row.new_image:
        return {"replace"}
    return {"state only"} if row.kept and not row.origin else {"nothing"}


def test_each_argument_has_one_row_and_nothing_else_has() -> None:
    assert sorted(row[0].strip("`") for row in table("image.md", "input")) == sorted(DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_a_change_of_it_is_told_to_do_what_the_table_of_arguments_says(name: str) -> None:
    expected = OTHERWISE.get(name) or effects(ARGUMENTS[name]) | BESIDES.get(name, set())

    assert {*EFFECT.findall(TOLD[name][-1])} == expected


@pytest.mark.parametrize("name", [name for name, row in DECLARED.items() if row.rule in TYPES])
def test_its_type_is_told_as_its_rule_has_it(name: str) -> None:
    assert re.match(TYPES[ARGUMENTS[name].rule], TOLD[name][1])


@pytest.mark.parametrize("name", ["glance_service_interface", "method", "on_in_use", "visibility"])
def test_the_words_that_it_takes_are_told_one_and_all(name: str) -> None:
    with pytest.raises(ValueError, match="it must be one of ") as refused:
        ARGUMENTS[name].rule("no such word")

    assert sorted(re.findall(r"`([\w-]+)`", TOLD[name][1])) == str(refused.value).partition("one of ")[2].split(", ")
