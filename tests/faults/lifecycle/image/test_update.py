"""Updates whose effect is undone, hidden or lost: only what a GET shows counts (cases B1, C3, D1, H6)."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import (
    BadRequest,
    CreateOpts,
    Image,
    ImageClient,
    NotFound,
    ReplaceImageField,
    UpdateImageProperty,
)
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed, Unsettled
from ecl_pulumi_images.lifecycle.image.update import converge, update
from ecl_pulumi_images.lifecycle.plan.planner import plan
from tests.support.service import Service, client_of, refusal

BEFORE = {"name": "old", "tags": ["old"], "properties": {"hw_disk_bus": "ide", "gone": "1"}}
AFTER = {"name": "new", "tags": ["b", "a"], "properties": {"hw_disk_bus": "scsi", "os_distro": "ubuntu"}}
HELD = {"name": "old", "tags": ["old"], "hw_disk_bus": "ide", "gone": "1", "theirs": "kept"}


def updated(service: Service, image: Image, declared: dict[str, Any] = AFTER, **conditions: Any) -> Image:
    with client_of(service) as images:
        planned = plan({**BEFORE, "status": image.status}, declared)
        how = Conditions(clock=service.clock, **conditions)
        return update(images, image.id, planned, declared, BEFORE, how)


def as_declared(record: Image) -> bool:
    ours = {key: value for key, value in record.properties.items() if key in {"hw_disk_bus", "os_distro", "gone"}}
    return (record.name, sorted(record.tags), ours) == ("new", ["a", "b"], AFTER["properties"])


def undoing(service: Service, times: int, **was: Any) -> None:
    """Another writer, who read the image before each of the first PATCHes and writes it back after them."""
    left = [times]

    def fault(method: str, path: str, body: Any) -> None:
        if method == "GET" and left[0] and any(called == "PATCH" for called, _, _ in service.calls):
            left[0] -= 1
            service.images[path.rsplit("/", 1)[1]] |= was

    service.fault = fault


def test_an_update_costs_one_patch_and_one_get() -> None:
    service = Service()
    record = updated(service, service.made(**HELD))

    assert as_declared(record)
    assert record.properties["theirs"] == "kept"
    assert service.asked() == ["PATCH /v2/images/ID", "GET /v2/images/ID"]


def test_a_change_that_another_writer_undid_is_made_again_and_nothing_else() -> None:
    service = Service()
    image = service.made(**HELD)
    undoing(service, 1, hw_disk_bus="ide")

    record = updated(service, image)

    assert as_declared(record)
    second = [body for method, _, body in service.calls if method == "PATCH"][1]
    assert second == [{"op": "replace", "path": "/hw_disk_bus", "value": "scsi"}]


def test_a_property_that_another_writer_brought_back_is_removed_again() -> None:
    service = Service()
    image = service.made(**HELD)
    undoing(service, 2, gone="1")

    assert as_declared(updated(service, image))
    assert service.asked("PATCH") == ["PATCH /v2/images/ID"] * 3


def test_interference_for_ever_is_one_error_that_names_the_fields() -> None:
    service = Service()
    image = service.made(**HELD)
    undoing(service, 99, name="old", gone="1")

    with pytest.raises(Failed) as raised:
        updated(service, image)

    assert "gone, name did not keep the declared values after 8 tries" in str(raised.value)
    assert "another writer" in str(raised.value)
    assert image.id in str(raised.value)


def test_an_update_of_an_image_whose_data_is_being_saved_waits_and_ends_with_its_values() -> None:
    """Glance 33 answers 200 to a PATCH during `saving`, and forgets it when the upload ends."""
    service = Service()
    image = service.made(**HELD, status="saving")
    looks = [0]

    def fault(method: str, path: str, body: Any) -> None:
        looks[0] += method == "GET"
        if looks[0] == 3:
            service.images[image.id] |= {**HELD, "status": "active"}

    service.fault = fault

    record = updated(service, image)

    assert as_declared(record)
    assert record.status == "active"


@pytest.mark.parametrize("ends", ["queued", "active", "deactivated"])
def test_an_update_waits_for_data_that_stops_moving_not_for_its_success(ends: str) -> None:
    """Case C3: what an import has left behind is no affair of an update."""
    service = Service()
    image = service.made(**HELD, status="importing", os_glance_failed_import="file1")
    looks = [0]

    def fault(method: str, path: str, body: Any) -> None:
        looks[0] += method == "GET"
        if looks[0] == 3:
            service.images[image.id]["status"] = ends

    service.fault = fault

    assert as_declared(updated(service, image))
    assert sum(service.clock.slept) < 60


def test_an_update_gives_up_when_the_data_moves_for_longer_than_the_timeout() -> None:
    service = Service()
    image = service.made(**HELD, status="saving")

    with pytest.raises(Exception, match="is still saving after"):
        updated(service, image, timeout=30)

    assert 25 < sum(service.clock.slept) < 40


@pytest.mark.parametrize("status", ["502 Bad Gateway", "504 Gateway Timeout"])
def test_an_update_whose_answer_is_lost_is_looked_at_and_not_failed(status: str) -> None:
    service = Service()
    image = service.made(**HELD)

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "PATCH":
            service.fault = lambda *_: None
            service._answer(method, path, body)
            return refusal(status)
        return None

    service.fault = fault

    assert as_declared(updated(service, image))
    assert service.asked() == ["PATCH /v2/images/ID", "GET /v2/images/ID"]


def test_a_refusal_for_ever_is_told_in_the_services_own_words() -> None:
    service = Service(lambda method, *_: refusal("409 Conflict", "no such thing") if method == "PATCH" else None)

    with pytest.raises(Exception, match="no such thing"):
        updated(service, service.made(**HELD))


def test_what_fails_after_the_patch_leaves_the_image_to_be_read_again_and_what_fails_before_does_not() -> None:
    service = Service()
    image = service.made(**HELD)
    service.fault = lambda method, *_: refusal("500 Internal Server Error", "broken") if method == "GET" else None
    with pytest.raises(Unsettled, match="broken"):
        updated(service, image)

    service.fault = lambda *_: refusal("400 Bad Request", "refused")
    with pytest.raises(BadRequest, match="refused"):
        updated(service, image)


def test_an_image_that_is_gone_is_to_be_looked_for_by_the_next_run() -> None:
    service = Service()
    image = service.made(**HELD)
    service.images.clear()

    with pytest.raises(Unsettled, match=f"image {image.id} is gone: run `pulumi up` again to make it anew"):
        updated(service, image)


def test_a_404_of_an_image_that_is_there_is_no_proof_that_it_is_gone() -> None:
    service = Service()
    image = service.made(**HELD)
    service.fault = lambda method, *_: refusal("404 Not Found", "no such tag") if method == "PATCH" else None

    with pytest.raises(NotFound, match="no such tag"):
        updated(service, image)


def test_an_image_that_lives_elsewhere_is_not_taken_for_gone() -> None:
    service = Service()
    with client_of(service) as images, pytest.raises(Failed, match="but it lives at http://there") as caught:
        update(images, str(uuid4()), plan({}, AFTER), AFTER, {"endpoint": "http://there"}, Conditions())

    assert not isinstance(caught.value, Unsettled)  # the next run would read with the settings of this one


def test_a_property_that_vanished_meanwhile_fails_no_update() -> None:
    """`remove` of a property that is not there is a 409 for the whole PATCH."""
    service = Service()
    image = service.made(**HELD)

    def fault(method: str, path: str, body: Any) -> Any:
        service.images[image.id].pop("gone", None)
        return refusal("409 Conflict") if body and {"op": "remove", "path": "/gone"} in body else None

    service.fault = fault

    assert as_declared(updated(service, image))


def test_what_an_image_has_already_is_not_sent() -> None:
    service = Service()
    image = service.made(**HELD)
    with client_of(service) as images:
        record = converge(images, image, {"name": "old", "properties": {"gone": "1"}}, Conditions())

    assert record == image
    assert service.calls == []


def test_updates_of_one_image_by_several_threads_lose_nothing() -> None:
    """Case D1: two parallel PATCHes of Glance lose a change in most runs, so there never are two from one process."""
    service, patching, most = Service(), [0], [0]
    image = service.made()

    def fault(method: str, path: str, body: Any) -> None:
        patching[0] += {"PATCH": 1, "GET": -1}[method]
        most[0] = max(most[0], patching[0])

    service.fault = fault

    def change(images: ImageClient, n: int) -> None:
        declared = {"properties": {f"p{n}": "1"}}
        update(images, image.id, plan({}, declared), declared, {}, Conditions())

    with client_of(service) as images:
        threads = [Thread(target=change, args=(images, n)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert most == [1]
    assert {f"p{n}" for n in range(6)} <= service.images[image.id].keys()


def test_all_changes_are_there_while_another_client_patches_the_real_image_all_the_time(images: ImageClient) -> None:
    """Case D1 against the real Glance, whose PATCH reads, changes and writes the whole image."""
    image = images.create(CreateOpts(name="old", tags=["old"], properties={"a": "1", "b": "1"}))
    over, noisy = Event(), Event()

    def noise() -> None:
        n = 0
        while not over.is_set():
            n += 1
            images.update(image.id, [UpdateImageProperty("add", "noise", str(n))])
            noisy.set()

    thread = Thread(target=noise, daemon=True)
    thread.start()
    noisy.wait(30)
    declared = {"name": f"new-{uuid4()}", "tags": ["x", "y"], "properties": {"a": "2", "c": "3"}}
    try:
        planned = plan({"name": "old", "tags": ["old"], "properties": {"a": "1", "b": "1"}}, declared)
        record = update(images, image.id, planned, declared, {"properties": {"a": "1", "b": "1"}}, Conditions())
    finally:
        over.set()
        thread.join(30)

    held = record.properties
    assert (record.name, sorted(record.tags)) == (declared["name"], ["x", "y"])
    assert (held["a"], held["c"], "b" in held) == ("2", "3", False)
    images.delete(image.id)


def test_an_update_during_an_upload_to_the_real_service_ends_with_its_values(images: ImageClient) -> None:
    """Case B1 against the real Glance."""
    image = images.create(CreateOpts(name="old", disk_format="raw", container_format="bare"))
    begun, go_on = Event(), Event()

    def data() -> Any:
        yield b"x" * (1 << 20)
        begun.set()
        go_on.wait(30)
        yield b"x" * 1024

    thread = Thread(target=images.upload, args=(image.id, data()), daemon=True)
    thread.start()
    begun.wait(30)
    images.wait(image.id, until=("saving",), timeout=30)
    declared = {"name": "new", "tags": ["late"], "properties": {"late": "1"}}
    looks = iter(range(1000))

    def cancelled() -> bool:  # asked before each look at the image, while the update waits
        if next(looks) == 1:
            go_on.set()
        return False

    record = update(
        images, image.id, plan({"name": "old"}, declared), declared, {}, Conditions(60, cancelled=cancelled)
    )
    thread.join(30)

    held = images.get(image.id)
    assert record == held
    assert (held.status, held.name, held.tags, held.properties["late"]) == ("active", "new", ("late",), "1")
    images.update(image.id, [ReplaceImageField("protected", False)])
    images.delete(image.id)
