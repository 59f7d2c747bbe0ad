"""A POST without a clear answer, at the real service: no orphan, no second image, and nothing of somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client import CreateOpts, Image, ImageClient, ImageServiceError, NotFound, ReplaceImageField
from ecl_pulumi_images.client.transport import Transport
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.failures import Failed, Partial
from ecl_pulumi_images.lifecycle.image.check import check
from ecl_pulumi_images.lifecycle.image.create import create
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import DROP, Between, error
from tests.support.clock import Clock
from tests.support.http_server import Answer, Call

PAGE = {"Content-Type": "text/html"}
Lie = Callable[[Answer], Answer]  # the right answer -> what comes in its place

LIES: dict[str, Lie] = {
    "500": lambda _: Answer(500),
    "502": lambda _: Answer(502, "<html><title>nginx</title></html>", PAGE),
    "503": lambda _: Answer(503),
    "504": lambda _: Answer(504),
    "500 of the service": lambda _: error(500, "sorry"),
    "408": lambda _: Answer(408),
    "429": lambda _: Answer(429),
    "302": lambda _: Answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
    "401 of a proxy": lambda _: Answer(401, "<html>who?</html>", PAGE),
    "403 of a proxy": lambda _: Answer(403, "<html><title>blocked</title></html>", PAGE),
    "404 of a proxy": lambda _: Answer(404, "<html><title>nothing here</title></html>", PAGE),
    "409 of a proxy": lambda _: Answer(409, "<html><title>busy</title></html>", PAGE),
    "200 and a page": lambda _: Answer(200, "<html><title>log in</title></html>", PAGE),
    "204": lambda _: Answer(204),
    "201 and nothing": lambda _: Answer(201),
    "201 and null": lambda _: Answer(201, "null"),
    "201 and a list": lambda right: Answer(201, f"[{right.content().decode()}]"),
    "201, cut": lambda right: Answer(201, right.content(), cut=20),
    "201, badly packed": lambda right: Answer(201, right.content(), {"Content-Encoding": "gzip"}),
    "201 and another image": lambda _: Answer(201, {"id": str(uuid4()), "status": "active", "size": 5}),
    "dropped": lambda _: DROP,
}
UNCLEAR_FAULTS = ("500", "502", "503", "504", "dropped", "201 and nothing", "408", "302", "403 of a proxy", "timeout")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "raw"
    path.write_bytes(b"data" * 1024)
    return path


@pytest.fixture
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as proxy:
        yield proxy


@pytest.fixture
def name(images: ImageClient) -> Iterator[str]:
    """A name of its own; what has it when the test is over is removed."""
    name = f"post-{uuid4()}"
    yield name
    for image in images.list(name=name):
        if image.protected:
            images.update(image.id, [ReplaceImageField("protected", False)])
        images.delete(image.id)


def through(between: Between, cloud: LocalCloud, **settings: Any) -> ImageClient:
    """A client whose pauses cost no time."""
    how = {"config_files": [cloud.clouds_yaml], "load_envvars": False, "endpoint_override": between.url, **settings}
    adapter = client.connect("demo1", **how)._transport._adapter
    return ImageClient(adapter, transport=Transport(adapter, clock=Clock()))


def made(images: ImageClient, name: str, file: Path, **declared: Any) -> Image:
    given = {"name": name, "local_file_path": str(file), "content_hash": content_hash(file), **declared}
    inputs, failures = check(given)
    assert failures == []
    return create(images, inputs, Conditions())


class Lying:
    """Lies about the first `times` POSTs of a record. acts: whether the service is asked at all."""

    def __init__(self, between: Between, fault: str, *, acts: bool, times: int = 1) -> None:
        self._between, self._fault, self._acts, self._left = between, fault, acts, times
        self.over = Event()
        between.meddle = self

    def __call__(self, call: Call) -> Answer | None:
        if call.method != "POST" or call.path != "/v2/images" or not self._left:
            return None
        self._left -= 1
        right = self._between.hand_on(call) if self._acts else Answer(201, {"id": str(uuid4())})
        if self._fault == "timeout":
            self.over.wait(30)
            return DROP
        return LIES[self._fault](right)


def named(images: ImageClient, name: str) -> list[str]:
    return [image.id for image in images.list(name=name)]


@pytest.mark.parametrize("fault", LIES)
def test_an_image_whose_post_was_done_is_taken_up_whatever_was_answered(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, fault: str
) -> None:
    Lying(between, fault, acts=True)

    record = made(through(between, cloud), name, file, protected=True)

    assert (record.status, record.size, record.protected) == ("active", 4096, True)
    assert named(images, name) == [record.id]


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("fault", LIES)
def test_a_post_that_is_never_answered_well_leaves_one_image_or_none(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, fault: str, acts: bool
) -> None:
    Lying(between, fault, acts=acts, times=99)

    try:
        record = made(through(between, cloud), name, file)
    except ImageServiceError:
        assert named(images, name) == []
    else:
        assert named(images, name) == [record.id]


def test_a_post_that_arrives_after_the_second_one_makes_no_second_image(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str
) -> None:
    """The client's time is over, the request still waits in the proxy, and arrives just after the second one."""
    late: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if call.method != "POST":
            return None
        if not late:
            late.append(call)
            return DROP
        between.hand_on(late[0])
        return None

    between.meddle = meddle

    record = made(through(between, cloud), name, file)

    assert record.status == "active"
    assert named(images, name) == [record.id]


def test_a_post_that_may_still_arrive_when_all_is_over_is_handed_over(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str
) -> None:
    lying = Lying(between, "timeout", acts=False, times=99)

    with pytest.raises(Partial, match="may still be made: it is recorded until") as raised:
        made(through(between, cloud, timeout=0.5), name, file)
    lying.over.set()
    posted = next(call for call in between.calls if call.method == "POST")
    between.hand_on(posted)

    assert named(images, name) == [raised.value.record.id]


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_the_service_itself_refuses_is_not_looked_for(
    between: Between, cloud: LocalCloud, file: Path, name: str, status: int
) -> None:
    between.meddle = lambda call: error(status, "no") if call.method == "POST" else None

    with pytest.raises(ImageServiceError, match="no"):
        made(through(between, cloud), name, file)

    assert between.asked() == ["POST /v2/images"]


def test_an_address_without_an_image_service_leaves_nothing_to_hand_over(
    between: Between, cloud: LocalCloud, file: Path, name: str
) -> None:
    between.meddle = lambda _: Answer(404, "<html><title>nothing here</title></html>", PAGE)

    with pytest.raises(NotFound, match="check the image endpoint"):
        made(through(between, cloud), name, file)


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
        formats = {} if kind == "other formats" else {"disk_format": "raw", "container_format": "bare"}
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
