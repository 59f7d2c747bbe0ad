"""Imports, stores, tasks and waiting on the real service (cases C3 and C4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ecl_pulumi_images.client import Image, ImageClient, errors
from tests.support.http_server import Answer, HttpServer, in_turn

DATA = Answer(200, b"data" * 4096, {"Content-Type": "application/octet-stream"})


@pytest.fixture
def raw(make: Callable[..., Image]) -> Image:
    return make(disk_format="raw", container_format="bare")


def test_what_the_service_offers_can_be_read(images: ImageClient) -> None:
    assert {"glance-direct", "web-download"} <= set(images.import_info().methods)
    assert [store.id for store in images.stores() if store.default] == ["file1"]
    assert {store.id for store in images.stores()} == {"file1", "file2"}


def test_a_web_download_arrives(images: ImageClient, raw: Image) -> None:
    with HttpServer(in_turn(DATA)) as source:
        images.import_image(raw.id, "web-download", uri=f"{source.url}/image.raw")
        image = images.wait(raw.id, timeout=60)

    assert (image.status, image.size) == ("active", 16384)
    assert [task.status for task in images.tasks(raw.id)] == ["success"]


def test_a_failed_web_download_is_a_failure_and_no_timeout(images: ImageClient, raw: Image) -> None:
    with HttpServer(in_turn(Answer(404))) as source:
        images.import_image(raw.id, "web-download", uri=f"{source.url}/image.raw")
        with pytest.raises(errors.ImageFailed, match="the import failed for store"):
            images.wait(raw.id, timeout=60)

    [task] = images.tasks(raw.id)
    assert (task.type, task.image_id) == ("api_image_import", raw.id)
    assert task.status in {"processing", "failure"}  # the service writes the image first, then the task


def test_an_import_after_a_failed_one_is_judged_by_itself(images: ImageClient, raw: Image) -> None:
    with HttpServer(in_turn(Answer(404))) as source:
        images.import_image(raw.id, "web-download", uri=f"{source.url}/image.raw")
        with pytest.raises(errors.ImageFailed):
            images.wait(raw.id, timeout=60)
    known = str(images.get(raw.id).properties["os_glance_failed_import"])
    with HttpServer(in_turn(DATA)) as source:
        images.import_image(raw.id, "web-download", uri=f"{source.url}/image.raw")
        image = images.wait(raw.id, timeout=60, known_failed=known)

    assert image.status == "active"


def test_a_copy_to_another_store_arrives(admin: ImageClient, active: Callable[..., Image]) -> None:
    image = active()

    admin.import_image(image.id, "copy-image", stores=["file2"], all_stores_must_succeed=True)
    stores = str(admin.wait(image.id, timeout=60).properties["stores"])

    assert set(stores.split(",")) == {"file1", "file2"}


def test_an_import_to_all_stores_has_arrived_when_it_is_in_all(images: ImageClient, raw: Image) -> None:
    with HttpServer(in_turn(DATA)) as source:
        images.import_image(raw.id, "web-download", uri=f"{source.url}/image.raw", all_stores=True)
        image = images.wait(raw.id, timeout=60)

    assert set(str(image.properties["stores"]).split(",")) == {"file1", "file2"}


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"method": "web-download", "uri": "ftp://me:SECRET@127.0.0.1/x?sig=SECRET"}, errors.BadRequest),
        ({"method": "web-download"}, errors.BadRequest),
        ({"method": "no-such-method"}, errors.BadRequest),
        ({"method": "web-download", "uri": "http://127.0.0.1/x", "stores": ["nope"]}, errors.Conflict),
        ({"method": "glance-direct"}, errors.Conflict),
    ],
)
def test_what_cannot_be_imported_is_refused_at_once_in_the_services_words(
    images: ImageClient, raw: Image, how: dict[str, Any], kind: type[errors.ImageServiceError]
) -> None:
    with pytest.raises(kind) as refused:
        images.import_image(raw.id, **how)

    assert refused.value.from_service
    assert "SECRET" not in str(refused.value)


def test_an_image_that_is_deleted_while_it_is_waited_for_is_not_found(
    images: ImageClient, make: Callable[..., Image]
) -> None:
    image = make()
    looks = iter([False, False])

    def cancelled() -> bool:
        if next(looks, None) is None:
            images.delete(image.id)
        return False

    with pytest.raises(errors.NotFound):
        images.wait(image.id, cancelled=cancelled)


def test_a_wait_stops_when_it_is_told_to(images: ImageClient, make: Callable[..., Image]) -> None:
    with pytest.raises(errors.Cancelled):
        images.wait(make().id, cancelled=lambda: True)


def test_a_wait_can_be_for_any_state(images: ImageClient, make: Callable[..., Image]) -> None:
    assert images.wait(make().id, until=("queued",)).status == "queued"
