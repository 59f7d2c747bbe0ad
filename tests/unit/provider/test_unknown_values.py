"""Values that a preview cannot know never break check or diff, at any depth (case H5)."""

from typing import Any

import pytest
from pulumi.output import Unknown

from ecl_pulumi_images.acts.unknown import is_unknown, unknown_keys
from ecl_pulumi_images.provider.bags import closed, opened
from ecl_pulumi_images.provider.image import ImageProvider

STATE = {
    "__provider": "p",
    "name": "noble",
    "status": "active",
    "tags": ["a"],
    "properties": {"a": "1", "b": "2"},
    "content_hash": "sha512:a",
}


@pytest.mark.parametrize(
    "unknown",
    [
        {"name": Unknown()},
        {"image_id": Unknown()},
        {"tags": [Unknown()]},
        {"tags": ["a", Unknown()]},
        {"properties": Unknown()},
        {"properties": {"a": Unknown(), "b": "2"}},
        {"content_hash": Unknown(), "local_file_path": Unknown()},
        {"min_disk": Unknown()},
        {"disk_format": Unknown()},
    ],
)
def test_an_unknown_value_means_changed_and_is_not_judged(unknown: dict[str, Any]) -> None:
    news = {"__provider": "p", "name": "noble"} | unknown

    checked = ImageProvider().check({}, news)
    decided = ImageProvider().diff("id", STATE, news)

    assert checked.failures == []
    assert {key: is_unknown(opened(checked.inputs)[key]) for key in unknown} == dict.fromkeys(unknown, True)
    assert (decided.changes, decided.replaces) == (None, None)


def test_what_is_known_beside_an_unknown_value_is_still_judged() -> None:
    checked = ImageProvider().check({}, {"__provider": "p", "name": Unknown(), "properties": {"a": Unknown(), "b": []}})

    assert [failure.reason.partition(" ")[0] for failure in checked.failures] == ["properties.b"]


def test_the_key_of_an_unknown_property_is_judged_in_the_preview() -> None:
    checked = ImageProvider().check({}, {"__provider": "p", "properties": {"size": Unknown(), "b": Unknown()}})

    assert [failure.reason.partition(" ")[0] for failure in checked.failures] == ["properties.size"]
    assert isinstance(checked.inputs["properties"]["b"], Unknown)


def test_a_known_replacement_is_announced_beside_unknown_values() -> None:
    decided = ImageProvider().diff("id", STATE, {"__provider": "p", "name": Unknown(), "content_hash": "sha512:b"})

    assert decided.replaces == ["content_hash"]


def test_the_sdks_own_key_is_no_property() -> None:
    assert opened({"__provider": "p", "a": 1, "__os_type": "Linux"}) == {"a": 1, "__os_type": "Linux"}
    assert unknown_keys(opened({"__provider": "p", "a": [{"b": Unknown()}]})) == {"a"}


def test_an_unknown_value_of_the_sdk_comes_back_as_one_at_any_depth() -> None:
    bag = closed(opened({"a": [{"b": Unknown()}], "c": None}))

    assert isinstance(bag["a"][0]["b"], Unknown)
    assert bag["c"] is None


def test_a_list_that_is_partly_unknown_is_no_replacement() -> None:
    news = {"__provider": "p", "name": "noble", "stores": ["file1", Unknown()]}

    decided = ImageProvider().diff("id", STATE | {"stores": ["file1", "file2"]}, news)

    assert (decided.changes, decided.replaces) == (None, None)


def test_what_is_known_of_the_properties_is_text_already_beside_an_unknown_one() -> None:
    news = {"__provider": "p", "name": "noble", "properties": {"a": Unknown(), "b": 2.0, "c": True, "d": None}}

    shown = ImageProvider().check({}, news).inputs["properties"]

    assert isinstance(shown.pop("a"), Unknown)
    assert shown == {"b": "2", "c": "true"}
