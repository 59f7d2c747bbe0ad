"""A file whose path the program ignores is ignored with its content, and old states stay as they are."""

import pytest

from ecl_pulumi_images.acts.state import obeyed, recorded
from ecl_pulumi_images.provider.image import ImageProvider

INPUTS = {
    "__provider": "p",
    "name": "noble",
    "local_file_path": "/gone.img",
    "content_hash": "sha512:a",
    "disk_format": "raw",
    "container_format": "bare",
}
STATE = {**INPUTS, "status": "active", "region": "R", "server_properties": {}}  # as 0.1.0 before transformations


@pytest.mark.parametrize("ignored", [{"local_file_path"}, {"local_file_path", "tags"}])
def test_the_content_of_an_ignored_file_is_that_of_the_state(ignored: set[str]) -> None:
    assert obeyed(ignored, {**INPUTS, "content_hash": "sha512:b"}, STATE)["content_hash"] == "sha512:a"
    assert "content_hash" not in obeyed(ignored, INPUTS, {})


@pytest.mark.parametrize("ignored", [frozenset(), {"tags"}])
def test_a_file_that_is_not_ignored_keeps_its_content(ignored: set[str]) -> None:
    assert obeyed(ignored, {**INPUTS, "content_hash": "sha512:b"}, STATE)["content_hash"] == "sha512:b"


def test_the_outputs_say_what_an_image_was_made_from() -> None:
    """The engine records the inputs of a program that ignores a file with the hash of that file."""
    assert recorded("i", STATE, {**INPUTS, "content_hash": "sha512:b"})["content_hash"] == "sha512:a"


def test_a_state_of_before_is_unchanged() -> None:
    """What the check returns is what such a state holds, so that no update comes of a new release."""
    checked = ImageProvider().check(INPUTS, {**INPUTS, "_program": {"folder": "/", "hashed": "/gone.img"}})

    assert (checked.inputs, checked.failures) == ({key: INPUTS[key] for key in INPUTS if key != "__provider"}, [])
    assert ImageProvider().diff("i", STATE, INPUTS).changes is False
