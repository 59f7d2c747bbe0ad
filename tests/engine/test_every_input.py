"""Each row of the input table of docs/image.md in create, change, drift and ignore, on the real engine and service.

All rows live in one program, which a handful of runs takes through a life; each test looks at one row in one run.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient, NotFound
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.input_rows import DATA, NOTHING, PATCH, REPLACE, ROWS, STATE_ONLY, Row
from tests.engine.input_story import Story, World
from tests.engine.stack import Stack
from tests.support.between import Between
from tests.support.publisher import Publisher

TABLE = Path(__file__).parents[2] / "docs" / "image.md"
WORDS = re.compile(r"\b(patch|replace|nothing|state only|deactivate|reactivate)\b")
REFUSED_BY_ECL = {"os_hidden"}  # test_enterprise_cloud.py
RUNS = ("created", "planned", "changed", "again", "refreshed", "repaired", "ignored", "destroyed")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "row" in metafunc.fixturenames:
        rows = rows_for(metafunc.config)
        metafunc.parametrize("row", rows, ids=[row.key for row in rows])


def rows_for(config: pytest.Config) -> list[Row]:
    return [row for row in ROWS if not (config.getoption("--ecl") and row.input in REFUSED_BY_ECL)]


@pytest.fixture(scope="module")
def world(
    cloud: LocalCloud,
    images: ImageClient,
    images2: ImageClient,
    admin: ImageClient,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    with Publisher(DATA) as web:
        clients = {"demo1": images, "demo2": images2, "admin": admin}
        yield World(cloud, tmp_path_factory.mktemp("data"), web, clients)


@pytest.fixture(scope="module")
def story(
    request: pytest.FixtureRequest, world: World, cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    with Between(cloud.image_url) as between:
        stack = Stack(tmp_path_factory.mktemp("stack"), cloud.environment("demo1"))
        stack.configure(endpoint_override=between.url)
        yield Story(world, stack, between, rows_for(request.config))


def documented() -> dict[str, str]:
    """What the table says about a change, by input."""
    rows = [line.strip("|").split("|") for line in TABLE.read_text().partition("\n## Outputs")[0].splitlines()]
    return {cells[0].strip(" `"): cells[-1] for cells in rows if len(cells) == 5 and cells[0].startswith(" `")}


def test_each_input_has_a_row_and_stands_in_the_documented_table() -> None:
    inputs = inspect.signature(Image).parameters.keys() - {"resource_name", "opts"}

    assert {row.input for row in ROWS} == inputs
    assert documented().keys() == inputs


def test_each_effect_of_a_change_that_the_documentation_names_has_a_row() -> None:
    named = {name: set(WORDS.findall(cell)) for name, cell in documented().items()}
    proved = {name: {row.change.word for row in ROWS if row.input == name} for name in named}

    assert all(named.values())
    assert {name: words - proved[name] for name, words in named.items() if words - proved[name]} == {}


@pytest.mark.parametrize("run", RUNS)
def test_no_run_fails(story: Story, run: str) -> None:
    assert getattr(story, run).said == ""


def test_a_new_image_has_what_is_declared(story: Story, row: Row, world: World) -> None:
    assert story.created.ops[row.key] == {"create"}
    assert world.shows(row, story.created) == world.held(row, 0)
    assert world.output(row, story.created) == world.declared(row, row.before)


def test_a_preview_tells_what_the_change_will_do_and_asks_the_service_nothing(story: Story, row: Row) -> None:
    assert story.planned.ops[row.key] == row.change.ops
    assert (row.input in story.planned.shown[row.key]) == (row.change is not NOTHING)
    assert story.planned.asked[row.key] == []


def test_a_change_does_what_the_table_says(story: Story, row: Row, world: World) -> None:
    changed, asked = story.changed, story.changed.asked[row.key]
    kept = changed.id(row) == story.created.id(row)

    assert changed.ops[row.key] == row.change.ops
    assert kept == (row.change is not REPLACE)
    assert world.shows(row, changed) == world.held(row, 1)
    assert (asked[0], asked[-1]) == ("POST", "DELETE ID") if row.change is REPLACE else tuple(asked) == row.change.asks


def test_a_change_that_asks_for_nothing_leaves_the_image_untouched_and_another_one_shows_in_the_outputs(
    story: Story, row: Row, world: World
) -> None:
    untouched = story.changed.records[row.key] == story.created.records[row.key]

    assert untouched == (row.change in (NOTHING, STATE_ONLY))
    if row.change is not NOTHING:
        assert world.output(row, story.changed) == world.declared(row, row.after)


def test_a_second_up_leaves_the_image_alone(story: Story, row: Row) -> None:
    assert story.again.ops[row.key] == {"same"}
    assert story.again.asked[row.key] == []


def test_a_refresh_shows_what_a_hand_changed_and_nothing_else(story: Story, row: Row) -> None:
    refreshed = story.refreshed

    assert refreshed.ops[row.key] == {"refresh", "update" if row.drifts else "same"}
    assert refreshed.shown[row.key] == ({row.input} if row.drifts else set())
    assert refreshed.asked[row.key] == ["GET ID"]


def test_the_next_up_repairs_what_a_hand_changed_in_place_and_nothing_else(
    story: Story, row: Row, world: World
) -> None:
    repaired = story.repaired
    asks = (row.change.asks or PATCH.asks) if row.drifts else ()

    assert repaired.ops[row.key] == {"update" if row.drifts else "same"}
    assert repaired.asked[row.key] == list(asks or ())
    assert repaired.id(row) == story.changed.id(row)
    assert world.shows(row, repaired) == world.held(row, 1)


def test_a_change_that_is_ignored_does_nothing(story: Story, row: Row) -> None:
    ignored = story.ignored

    assert ignored.ops[row.key] == {"same"}
    assert ignored.asked[row.key] == []
    assert ignored.records[row.key] == story.repaired.records[row.key]


def test_destroy_leaves_no_image_of_it(story: Story, row: Row, admin: ImageClient) -> None:
    for image_id in {story.created.id(row), story.ignored.id(row)}:
        with pytest.raises(NotFound):
            admin.get(image_id)


def test_destroy_leaves_no_state(story: Story) -> None:
    assert story.destroyed.resources == {}
