"""Creations that fail halfway: nothing remote without a record, and no record without something remote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import BadRequest, Cancelled, ImageServiceError
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.failures import Failed, Partial
from ecl_pulumi_images.lifecycle.image.create import create
from tests.faults.lifecycle.image.creations import made
from tests.support.service import Fault, Service, client_of, refusal

THREE = ["POST /v2/images", "PUT /v2/images/ID/file", "GET /v2/images/ID"]


def answering(method: str, answer: tuple[str, Any], end: str = "") -> Fault:
    return lambda called, path, _: answer if called == method and path.endswith(end) else None


def guarded(service: Service, fault: Fault) -> Fault:
    """A service that refuses to delete what is protected, as Glance does."""

    def refuse(method: str, path: str, body: Any) -> Any:
        image = service.images.get(path.rsplit("/", 1)[1], {})
        if method == "DELETE" and image.get("protected"):
            return refusal("403 Forbidden", "protected")
        return fault(method, path, body)

    return refuse


def test_an_image_with_a_file_costs_three_requests(file: Path) -> None:
    service = Service()
    record = made(service, file, tags=["a"], properties={"p": True})

    assert (record.status, record.size) == ("active", 4096)
    assert service.asked() == THREE


def test_a_service_that_says_active_before_it_has_counted_the_bytes_is_waited_for(file: Path) -> None:
    """Case I3: such an image was taken for damaged and deleted."""
    service = Service()
    early = iter([0])

    def counting(method: str, path: str, _: Any) -> Any:
        image = service.images.get(path.rsplit("/", 1)[1], {})
        return ("200 OK", {**image, "size": 0}) if method == "GET" and next(early, None) == 0 else None

    service.fault = counting
    record = made(service, file)

    assert record.size == 4096
    assert service.asked() == [*THREE, "GET /v2/images/ID"]


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("status", ["413 Request Entity Too Large", "415 Unsupported Media Type", "401 Unauthorized"])
def test_an_upload_that_is_refused_leaves_no_image(file: Path, status: str, protected: bool) -> None:
    service = Service()
    service.fault = guarded(service, answering("PUT", refusal(status, "these words")))

    with pytest.raises(ImageServiceError, match="these words"):
        made(service, file, protected=protected)

    assert service.images == {}
    assert len(service.asked("PUT")) == 1


def test_an_image_that_does_not_get_there_is_removed(file: Path) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> None:
        for image in service.images.values():
            image["status"] = {"active": "killed"}.get(image["status"], image["status"])

    service.fault = fault

    with pytest.raises(ImageServiceError, match="killed"):
        made(service, file)

    assert service.images == {}


def test_data_that_arrived_otherwise_than_sent_is_removed(file: Path) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> None:
        for image in service.images.values():
            image["checksum"] = "0" * 32

    service.fault = fault

    with pytest.raises(ImageServiceError, match="the service's record says 0000"):
        made(service, file)

    assert service.images == {}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_stops_the_upload_leaves_no_image(file: Path, stop: type[BaseException]) -> None:
    def progress(*_: object) -> None:
        raise stop

    service = Service()
    with pytest.raises(stop):
        made(service, file, Conditions(progress=progress))

    assert service.images == {}
    assert len(service.asked("DELETE")) == 1


def test_an_act_that_nobody_wants_any_more_makes_no_record(file: Path) -> None:
    service = Service()
    with pytest.raises(Cancelled):
        made(service, file, Conditions(cancelled=lambda: True))

    assert service.calls == []


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("last", ["GET", "PATCH"])
def test_an_act_that_nobody_wants_any_more_when_its_last_answer_comes_leaves_no_image(
    file: Path, last: str, protected: bool
) -> None:
    service = Service()
    stopped: list[str] = []

    def fault(method: str, path: str, body: Any) -> None:
        if method == "PUT":
            for image in service.images.values():
                image.pop("p") if last == "PATCH" else None
        if method == last and not (method == "GET" and stopped):
            stopped.append(path)

    service.fault = guarded(service, fault)
    with pytest.raises(Cancelled):
        made(
            service,
            file,
            Conditions(cancelled=lambda: bool(stopped), clock=service.clock),
            properties={"p": "1"},
            protected=protected,
        )

    assert service.images == {}


def test_an_image_without_a_source_that_nobody_wants_any_more_is_removed() -> None:
    service = Service()
    inputs, _ = check({"name": "x"})
    how = Conditions(cancelled=lambda: bool(service.calls))
    with client_of(service) as images, pytest.raises(Cancelled):
        create(images, inputs, how)

    assert service.images == {}


def test_an_upload_that_takes_longer_than_the_timeout_is_stopped_and_leaves_no_image(file: Path) -> None:
    service = Service()
    file.write_bytes(bytes(3 << 20))
    how = Conditions(timeout=90, clock=service.clock, progress=lambda *_: service.clock.sleep(91))

    with pytest.raises(Failed, match="the image was not made within 90 s: allow more time with custom_timeouts"):
        made(service, file, how)

    assert service.images == {}


def test_a_timeout_under_an_id_of_the_programs_choosing_is_named_and_the_image_recorded(file: Path) -> None:
    service, chosen = Service(), "3ffc23e1-1dfb-4f4c-9f77-2a4a3b1d2c10"
    file.write_bytes(bytes(3 << 20))
    how = Conditions(timeout=90, clock=service.clock, progress=lambda *_: service.clock.sleep(91))

    with pytest.raises(Partial, match=f"not made within 90 s: .*; image {chosen} is kept and recorded") as raised:
        made(service, file, how, image_id=chosen)

    assert list(service.images) == [raised.value.record.id] == [chosen]


def test_an_image_that_is_whole_but_not_as_declared_is_recorded_as_whole(file: Path) -> None:
    service, chosen = Service(), "3ffc23e1-1dfb-4f4c-9f77-2a4a3b1d2c10"

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "PUT":
            service.images[chosen].pop("p")
        return refusal("403 Forbidden", "not this") if method == "PATCH" else None

    service.fault = fault

    with pytest.raises(Partial, match="not this") as raised:
        made(service, file, image_id=chosen, properties={"p": "1"})

    assert (raised.value.whole, raised.value.record.status) == (True, "active")


def test_a_file_that_changes_between_the_plan_and_the_upload_leaves_no_image(file: Path) -> None:
    service, planned = Service(), content_hash(file)
    file.write_bytes(b"other" * 1024)

    with pytest.raises(Failed, match="changed between the plan and the upload; run it again"):
        made(service, file, content_hash=planned)

    assert service.images == {}


def test_a_file_that_is_gone_since_the_plan_makes_no_record(file: Path) -> None:
    service = Service()
    inputs, _ = check({"name": "x", "local_file_path": str(file), "content_hash": content_hash(file)})
    file.unlink()

    with client_of(service) as images, pytest.raises(ValueError, match="does not exist"):
        create(images, inputs, Conditions())

    assert service.calls == []


def test_a_property_that_is_lost_while_the_data_is_saved_is_set_again(file: Path) -> None:
    """Case B1: Glance forgets changes made during `saving`."""
    service = Service()

    def fault(method: str, path: str, body: Any) -> None:
        if method == "PUT":
            for image in service.images.values():
                image.pop("hw_disk_bus")

    service.fault = fault

    record = made(service, file, properties={"hw_disk_bus": "scsi"})

    assert record.properties["hw_disk_bus"] == "scsi"
    assert service.asked() == [*THREE, "PATCH /v2/images/ID", "GET /v2/images/ID"]


def test_a_visibility_that_an_old_service_does_not_know_is_explained(file: Path) -> None:
    """Case D4: `shared` and `community` came with Image API 2.5."""
    words = "'community' is not one of ['public', 'private']"
    service = Service(answering("POST", refusal("400 Bad Request", words)))

    with pytest.raises(BadRequest, match="visibility 'community' needs Image API") as raised:
        made(service, file, visibility="community")

    assert words in str(raised.value)
