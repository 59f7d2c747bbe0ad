"""Images under an id of the program's choosing: never somebody else's, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import CreateOpts, Image, ImageClient, ImageServiceError, ReplaceImageField
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed, Partial
from ecl_pulumi_images.lifecycle.image.create import create
from ecl_pulumi_images.localcloud import LocalCloud
from tests.faults.lifecycle.image.post_answers import Lying, made, through
from tests.support.between import DROP, Between, error
from tests.support.http_server import Answer, Call

UNCLEAR_FAULTS = ("500", "502", "503", "504", "dropped", "201 and nothing", "408", "302", "403 of a proxy", "timeout")


class Existing:
    """Images under an id of the program's choosing that are not its own."""

    def __init__(self, images: ImageClient, images2: ImageClient, name: str) -> None:
        self.id = str(uuid4())
        self._owners = {"theirs": images2}
        self._images, self._name = images, name
        self._made: list[tuple[ImageClient, str]] = []

    def make(self, kind: str) -> Callable[[], Image]:
        """Make one, and return a look at it."""
        images, image_id = self._owners.get(kind, self._images), self.id
        formats: dict[str, Any] = {} if kind == "other formats" else {"disk_format": "raw", "container_format": "bare"}
        name = self._name if kind in ("tagged", "other formats") else "by hand"
        tags = ["by hand"] if kind == "tagged" else None
        images.create(CreateOpts(id=image_id, name=name, visibility="private", tags=tags, **formats))
        if kind in ("active", "protected"):
            images.upload(image_id, b"their data")
        if kind == "protected":
            images.update(image_id, [ReplaceImageField("protected", True)])
        self._made.append((images, image_id))
        return lambda: images.get(image_id)

    def remove(self) -> None:
        for images, image_id in self._made:
            images.update(image_id, [ReplaceImageField("protected", False)])
            images.delete(image_id)


@pytest.fixture
def existing(images: ImageClient, images2: ImageClient, name: str) -> Iterator[Existing]:
    found = Existing(images, images2, name)
    yield found
    found.remove()


@pytest.mark.parametrize("kind", ["active", "protected", "queued", "tagged", "other formats", "theirs"])
@pytest.mark.parametrize("fault", [*UNCLEAR_FAULTS, "none"])
def test_an_image_of_somebody_else_is_never_touched(
    between: Between, cloud: LocalCloud, file: Path, name: str, existing: Existing, fault: str, kind: str
) -> None:
    look = existing.make(kind)
    before = look()
    lying = Lying(between, fault, acts=True, times=0 if fault == "none" else 99)

    with pytest.raises((Failed, ImageServiceError)) as raised:
        made(through(between, cloud, timeout=2), name, file, image_id=existing.id)
    lying.over.set()

    assert not isinstance(raised.value, Partial)
    assert look() == before
    assert {call.method for call in between.calls} <= {"GET", "POST"}


@pytest.mark.parametrize("kind", ["active", "queued", "theirs"])
def test_an_image_that_comes_with_the_lost_answer_is_never_touched(
    between: Between, cloud: LocalCloud, file: Path, name: str, existing: Existing, kind: str
) -> None:
    looks: list[tuple[Callable[[], Image], Image]] = []

    def meddle(call: Call) -> Answer | None:
        if call.method != "POST":
            return None
        if not looks:
            look = existing.make(kind)
            looks.append((look, look()))
        return Answer(503)

    between.meddle = meddle

    with pytest.raises((Failed, ImageServiceError)) as raised:
        made(through(between, cloud), name, file, image_id=existing.id)

    [(look, before)] = looks
    assert look() == before
    assert not isinstance(raised.value, Partial)
    assert {call.method for call in between.calls} == {"GET", "POST"}


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("fault", UNCLEAR_FAULTS)
def test_an_id_of_the_programs_choosing_is_not_lost_by_an_unclear_answer(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, fault: str, acts: bool
) -> None:
    chosen = str(uuid4())
    lying = Lying(between, fault, acts=acts, times=99)
    through_it = through(between, cloud, timeout=2)

    try:
        made(through_it, name, file, image_id=chosen)
    except ImageServiceError:
        between.meddle = lambda _: None
        made(through_it, name, file, image_id=chosen)
    lying.over.set()

    assert [(image.id, image.status) for image in images.list(name=name)] == [(chosen, "active")]
    assert "DELETE" not in {call.method for call in between.calls}


@pytest.mark.parametrize("trouble", [error(413, "over quota"), error(500, "sorry"), DROP, error(401, "who?")])
def test_a_failed_upload_under_an_id_of_the_programs_choosing_is_recorded_and_never_removed(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, trouble: Answer
) -> None:
    between.meddle = lambda call: trouble if call.method == "PUT" else None
    chosen = str(uuid4())

    with pytest.raises(Partial, match="is kept and recorded, as its id is never given twice") as raised:
        made(through(between, cloud), name, file, image_id=chosen)

    assert (raised.value.record.id, raised.value.whole) == (chosen, False)
    assert images.get(chosen).status == "queued"


def test_a_record_that_a_killed_run_left_under_the_programs_id_is_filled(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str
) -> None:
    chosen = str(uuid4())
    declared = {"image_id": chosen, "tags": ["a"], "properties": {"p": "1"}, "protected": True}
    between.meddle = lambda call: DROP if call.method == "PUT" else None
    with pytest.raises(Partial):
        made(through(between, cloud), name, file, **declared)  # nobody hears of it
    between.meddle = lambda _: None

    record = made(through(between, cloud), name, file, **declared)

    assert (record.id, record.status, record.size) == (chosen, "active", 4096)


def test_an_image_under_an_id_of_the_programs_choosing_costs_three_requests_too(
    between: Between, cloud: LocalCloud, file: Path, name: str
) -> None:
    made(through(between, cloud), name, file, image_id=str(uuid4()))

    assert between.asked() == ["POST /v2/images", "PUT /v2/images/ID/file", "GET /v2/images/ID"]


@pytest.mark.parametrize("fault", UNCLEAR_FAULTS)
def test_a_record_without_a_source_is_taken_up_after_an_unclear_answer_only(
    between: Between, cloud: LocalCloud, images: ImageClient, name: str, fault: str
) -> None:
    """Where the service itself says that the id is in use, an empty record may be somebody else's."""
    inputs, _ = check({"name": name, "image_id": str(uuid4())})
    lying = Lying(between, fault, acts=True)
    through_it = through(between, cloud, timeout=2)

    record = create(through_it, inputs, Conditions())
    lying.over.set()
    with pytest.raises(Failed, match="is there already"):
        create(through_it, inputs, Conditions())

    assert images.get(record.id).status == "queued"
