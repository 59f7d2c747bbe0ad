"""A plan becomes an answer that the engine can show: never an unknown one, and never a change without a property."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from ecl_pulumi_images.acts.kind import Planned
from ecl_pulumi_images.native.planned import answer, settings_answer

NONE, SOME = provider_pb2.DiffResponse.DIFF_NONE, provider_pb2.DiffResponse.DIFF_SOME


def told(planned: Planned, before: dict[str, Any], now: dict[str, Any], held: dict[str, Any] | None = None) -> Any:
    return answer(
        planned, before, before if held is None else held, now, frozenset({"local_file_path", "content_hash"})
    )


def kinds(response: Any) -> dict[str, tuple[str, bool]]:
    name = provider_pb2.PropertyDiff.Kind.Name
    return {path: (name(one.kind), one.inputDiff) for path, one in response.detailedDiff.items()}


def test_no_change_is_none_whatever_the_inputs_say() -> None:
    response = told(Planned(False), {"name": "a"}, {"name": "b"})

    assert (response.changes, kinds(response)) == (NONE, {})


def test_inputs_that_the_plan_leaves_to_the_engine_are_compared() -> None:
    response = told(Planned(None), {"name": "a"}, {"name": "b"})

    assert (response.changes, kinds(response)) == (SOME, {"name": ("UPDATE", True)})
    assert told(Planned(None), {"name": "a"}, {"name": "a"}).changes == NONE


def test_a_replacement_shows_at_each_input_that_asks_for_it() -> None:
    before, now = {"content_hash": "1", "local_file_path": "/a", "name": "x"}, {"content_hash": "2", "name": "y"}

    response = told(Planned(None, ["content_hash"]), before, now)

    assert list(response.replaces) == ["content_hash"]
    assert kinds(response) == {
        "content_hash": ("UPDATE_REPLACE", True),
        "local_file_path": ("DELETE", True),
        "name": ("UPDATE", True),
    }


def test_a_replacement_that_no_input_shows_has_a_property_all_the_same() -> None:
    response = told(Planned(True, ["region"]), {"name": "a"}, {"name": "a"})

    assert kinds(response) == {"region": ("UPDATE_REPLACE", False)}


def test_drift_that_nothing_shows_has_a_property_all_the_same() -> None:
    response = told(Planned(True), {"image_id": "x"}, {"image_id": "x"}, {"status": "replicating"})

    assert (response.changes, kinds(response)) == (SOME, {"status": ("UPDATE", False)})


@pytest.mark.parametrize(
    ("held", "path"),
    [
        ({"name": "x"}, {"name": ("UPDATE", True)}),
        ({"name": "x", "secret_inputs": ["name"]}, {}),
    ],
)
def test_an_input_that_became_a_secret_has_its_output_written_anew(held: dict[str, Any], path: dict[str, Any]) -> None:
    now = {"name": "x", "secret_inputs": ["name", "image_source_password"]}

    assert kinds(told(Planned(False), {"name": "x"}, now, held)) == path


def test_settings_change_in_place_and_never_replace() -> None:
    response = settings_answer({"region": "jp1", "password": "a"}, {"region": "jp2", "password": "a"})

    assert (response.changes, list(response.replaces)) == (SOME, [])
    assert kinds(response) == {"region": ("UPDATE", True)}
    assert settings_answer({"region": "jp1"}, {"region": "jp1"}).changes == NONE
