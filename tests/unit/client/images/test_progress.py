"""What a sequence of looks at an image says (case C3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ecl_pulumi_images.client.errors import ImageFailed, WaitTimeout
from ecl_pulumi_images.client.images.image import Image
from ecl_pulumi_images.client.images.progress import FAILED_IMPORT, IMPORT_TASK, IMPORTING_TO, Watch


def image(status: str, properties: Mapping[str, str] | None = None, *, size: int | None = None) -> Image:
    return Image(id="i", status=status, size=size, properties=properties or {})


def watch(**given: Any) -> Watch:
    return Watch(**{"until": ("active",), "timeout": None, "stall": 600.0, "started": 0.0, **given})


def outcome(looks: list[Image], **given: Any) -> list[bool]:
    watched = watch(**given)
    return [watched.arrived(look, float(number)) for number, look in enumerate(looks)]


@pytest.mark.parametrize(
    "looks",
    [
        ["queued", "importing", "active"],
        ["queued", "active"],
        ["queued", "saving", "active"],
        ["uploading", "importing", "active"],
    ],
)
def test_every_way_to_active_arrives(looks: list[str]) -> None:
    assert outcome([image(status) for status in looks]) == [False] * (len(looks) - 1) + [True]


@pytest.mark.parametrize("status", ["killed", "deleted", "pending_delete"])
def test_a_dead_image_is_a_failure(status: str) -> None:
    with pytest.raises(ImageFailed, match=status):
        outcome([image("saving"), image(status)])


def test_a_deactivated_image_is_not_waited_for_unless_that_is_what_was_asked() -> None:
    with pytest.raises(ImageFailed, match=r"is deactivated, and stays so \(reactivate it\)"):
        outcome([image("saving"), image("deactivated")])
    assert outcome([image("active"), image("deactivated")], until=("deactivated",)) == [False, True]


def test_an_import_that_goes_back_to_queued_with_a_failed_store_is_a_failure_that_names_it() -> None:
    with pytest.raises(ImageFailed, match="file1"):
        outcome([image("importing"), image("queued", {FAILED_IMPORT: "file1"})])


def test_a_failure_left_over_from_an_earlier_attempt_does_not_count() -> None:
    old = {FAILED_IMPORT: "file1"}

    assert outcome([image("saving", old), image("active", old)], known_failed="file1") == [False, True]


def test_the_same_store_failing_again_counts_once_the_old_failure_was_wiped() -> None:
    looks = [image("importing", {FAILED_IMPORT: ""}), image("queued", {FAILED_IMPORT: "file1"})]

    with pytest.raises(ImageFailed):
        outcome(looks, known_failed="file1")


def test_some_failed_stores_are_good_enough_only_when_allowed() -> None:
    half = image("active", {FAILED_IMPORT: "file2"})

    assert outcome([half], allow_failure=True) == [True]
    with pytest.raises(ImageFailed):
        outcome([half])


@pytest.mark.parametrize("busy", [{IMPORTING_TO: "file2"}, {IMPORT_TASK: "t"}])
def test_an_active_image_that_is_still_imported_elsewhere_has_not_arrived(busy: dict[str, str]) -> None:
    looks = [image("active", busy), image("active", {IMPORTING_TO: ""})]

    assert outcome(looks) == [False, True]


def test_a_store_that_fails_after_the_first_one_made_the_image_active_counts() -> None:
    looks = [image("active", {IMPORTING_TO: "file2"}), image("active", {FAILED_IMPORT: "file2"})]

    with pytest.raises(ImageFailed, match="file2"):
        outcome(looks)


def test_no_movement_for_too_long_names_the_state_and_the_likely_cause() -> None:
    watched = watch(stall=60.0)
    watched.arrived(image("uploading"), 0.0)
    watched.arrived(image("uploading"), 59.0)

    with pytest.raises(WaitTimeout, match=r"still uploading, without movement for 60 s .*staging directory"):
        watched.arrived(image("uploading"), 60.0)


@pytest.mark.parametrize("moved", [image("saving", size=7), image("importing", {IMPORTING_TO: "a"})])
def test_any_movement_begins_the_deadline_anew(moved: Image) -> None:
    watched = watch(stall=60.0)
    watched.arrived(image(moved.status), 0.0)
    watched.arrived(moved, 59.0)

    assert not watched.arrived(moved, 118.0)


def test_the_whole_wait_has_a_limit_of_its_own_that_tells_of_the_last_movement() -> None:
    watched = watch(timeout=100.0)
    watched.arrived(image("queued"), 0.0)
    watched.arrived(image("saving"), 90.0)

    with pytest.raises(WaitTimeout, match="still saving after 100 s; it last moved 10 s ago"):
        watched.arrived(image("saving"), 100.0)


def test_an_active_image_whose_bytes_are_not_counted_yet_has_not_arrived() -> None:
    """Case I3: Open Telekom Cloud says active with size 0 at first."""
    assert outcome([image("saving"), image("active", size=0), image("active", size=5)], size=5) == [False, False, True]


def test_an_active_image_that_stays_empty_is_believed_after_a_minute() -> None:
    watched = watch(size=5)

    assert [watched.arrived(image("active", size=0), now) for now in (100.0, 159.0, 160.0)] == [False, False, True]


def test_an_empty_active_image_has_arrived_when_nothing_is_known_of_what_was_sent() -> None:
    assert outcome([image("active", size=0)]) == [True]


def test_what_the_tasks_say_is_movement_too() -> None:
    """Glance copies to a second store for hours and only its task tells (case C2)."""
    watched, copying = watch(stall=600.0), image("active", {IMPORTING_TO: "b"})
    for now, said in [(0.0, ""), (599.0, "Copied 10 MiB"), (1198.0, "Copied 20 MiB"), (1797.0, "Copied 20 MiB")]:
        assert not watched.arrived(copying, now, said)

    with pytest.raises(WaitTimeout, match="without movement for 600 s"):
        watched.arrived(copying, 1798.0, "Copied 20 MiB")
