"""Imports that are not offered, that convert, that fail, that get stuck (cases C1 to C4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.acts.state import recorded
from ecl_pulumi_images.client import Cancelled, Image, TooLarge
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.image.create import create
from ecl_pulumi_images.lifecycle.plan.outputs import outputs
from ecl_pulumi_images.lifecycle.plan.planner import plan
from tests.support.callers import anonymous
from tests.support.http_server import Answer, Call, HttpServer
from tests.support.import_service import ID, OURS, ImportService

WEB = {"name": "x", "image_source_url": "http://127.0.0.1:9/noble.qcow2", "web_download": True, "disk_format": "qcow2"}
ACTIVE = {"status": "active", "disk_format": "qcow2", "container_format": "bare", "name": "x"}
FAILED = {"status": "queued", "os_glance_failed_import": "file1"}


def created(service: ImportService, declared: Mapping[str, Any], timeout: float | None = None) -> tuple[Image, Any]:
    """The image, and the requests that it took."""
    with HttpServer(service.respond) as server:
        record = create(anonymous(server.url), check(declared)[0], Conditions(timeout=timeout))
    return record, server.asked()


def refused(service: ImportService, declared: Mapping[str, Any], timeout: float | None = None) -> tuple[str, list[str]]:
    """What the failure says, and the requests that were made."""
    with HttpServer(service.respond) as server, pytest.raises(Failed) as raised:
        create(anonymous(server.url), check(declared)[0], Conditions(timeout=timeout))
    return str(raised.value), server.asked()


@pytest.fixture
def file(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "raw"
    path.write_bytes(bytes(1000))
    return {"name": "x", "local_file_path": str(path), "method": "glance-direct"}


def test_a_method_that_is_not_offered_fails_before_there_is_a_record_and_names_those_that_are() -> None:
    said, asked = refused(ImportService(methods=["glance-direct", "copy-image"]), WEB)

    assert "method: this image service offers glance-direct, copy-image, but not web-download" in said
    assert asked == ["GET /v2/info/import"]


def test_a_service_without_imports_is_said_to_have_none(file: dict[str, Any]) -> None:
    said, asked = refused(ImportService(methods=None), file)

    assert "method: this image service has no imports: use method 'upload'" in said
    assert asked == ["GET /v2/info/import"]


@pytest.mark.parametrize(
    "looks",
    [
        [{"status": "queued"}, {"status": "importing"}, ACTIVE],
        [{"status": "queued"}, ACTIVE],
        [None, {"status": "importing"}, ACTIVE],
    ],
)
def test_an_import_that_arrives_is_waited_for(looks: Sequence[Mapping[str, Any] | None]) -> None:
    record, asked = created(ImportService(looks), WEB)

    assert record.status == "active"
    assert "DELETE" not in " ".join(asked)


def test_a_failed_import_leaves_no_record_and_tells_all_that_is_known() -> None:
    service = ImportService([{"status": "importing"}, FAILED], tasks=["Task failed due to Internal Error"])

    said, asked = refused(service, WEB)

    assert "the import failed for store file1" in said
    assert "the service says: Task failed due to Internal Error" in said
    assert "seen from this machine: image_source_url: http://127.0.0.1:9/noble.qcow2 could not be read" in said
    assert asked[-1] == f"DELETE /v2/images/{ID}"


def test_nobody_looks_for_the_cause_of_a_failure_once_the_image_is_unwanted() -> None:
    service = ImportService([{"status": "importing"}, FAILED], tasks=["Task failed due to Internal Error"])
    with HttpServer(service.respond) as server:
        unwanted = Conditions(cancelled=lambda: server.asked().count(f"GET /v2/images/{ID}") == 2)
        with pytest.raises((Failed, Cancelled)):
            create(anonymous(server.url), check(WEB)[0], unwanted)

    assert [call for call in server.asked() if "tasks" in call] == []


def test_an_image_of_another_region_is_asked_for_in_glances_own_words() -> None:
    declared = {"name": "x", "method": "glance-download", "glance_image_id": ID, "glance_region": "jp2"}
    more = {"disk_format": "qcow2", "glance_service_interface": "internal", "stores": ["fast"]}

    with HttpServer(ImportService([ACTIVE], methods=["glance-download"]).respond) as server:
        create(anonymous(server.url), check(declared | more)[0], Conditions())

    (asked,) = (call.json for call in server.calls if call.path.endswith("/import") and call.method == "POST")
    elsewhere = {"glance_image_id": ID, "glance_region": "jp2", "glance_service_interface": "internal"}
    assert asked == {"method": {"name": "glance-download", **elsewhere}, "stores": ["fast"]}


def test_a_service_that_fetches_from_no_other_region_says_so_before_there_is_a_record() -> None:
    declared = {"name": "x", "method": "glance-download", "glance_image_id": ID, "glance_region": "jp2"}

    said, asked = refused(ImportService(), declared | {"disk_format": "qcow2"})

    assert "this image service offers glance-direct, web-download, but not glance-download" in said
    assert asked == ["GET /v2/info/import"]


def test_an_import_that_gets_stuck_ends_after_an_hour_with_the_likely_cause(file: dict[str, Any]) -> None:
    """Case C2: the nodes of the service do not share their staging directory."""
    said, asked = refused(ImportService([{"status": "uploading"}]), file)

    assert "is still uploading, without movement for 360" in said
    assert "do not share their staging directory" in said
    assert asked[-1] == f"DELETE /v2/images/{ID}"


def test_a_declared_timeout_ends_an_import() -> None:
    said, asked = refused(ImportService([{"status": "importing"}]), WEB, timeout=60)

    assert "is still importing after" in said
    assert asked[-1] == f"DELETE /v2/images/{ID}"


def test_what_an_import_makes_of_the_data_is_a_fact_and_no_drift() -> None:
    """Case C1."""
    converted = ACTIVE | {"disk_format": "raw", "size": 10 << 30, "checksum": "f" * 32}
    declared = check(WEB | {"source_checksum": "0" * 32})[0]

    record, _ = created(ImportService([{"status": "importing"}, converted]), declared)
    state = recorded(ID, outputs(record, declared, region=None, endpoint="http://x"), declared)

    assert (record.disk_format, record.size) == ("raw", 10 << 30)
    assert not plan(state, declared)
    assert not plan(state, declared | {"disk_format": "raw"})
    assert plan(state, declared | {"disk_format": "iso"}).replaces.keys() == {"disk_format"}


def test_an_import_that_goes_on_is_told_of(file: dict[str, Any]) -> None:
    lines: list[str] = []
    looks = [{"status": "importing", "os_glance_importing_to_stores": "ceph-2"}, {"status": "importing"}, ACTIVE]
    with HttpServer(ImportService(looks).respond) as server:
        create(anonymous(server.url), check(file)[0], Conditions(doing=lines.append))

    assert lines == ["importing: still to come: ceph-2", "importing", "importing"]


# -- method "auto" (case C2)

UPLOADED = [f"PUT /v2/images/{ID}/file", f"GET /v2/images/{ID}"]
POST, DELETE = "POST /v2/images", f"DELETE /v2/images/{ID}"


class Advertised(ImportService):
    """An image service whose imports do not work, but whose uploads do. stage: what it answers to staged data."""

    def __init__(self, looks: Sequence[Mapping[str, Any] | None], stage: int = 204, file: int = 204) -> None:
        super().__init__(looks)
        self._stage = stage
        self._file = file
        self.uploaded = 0

    def respond(self, call: Call) -> Answer:
        if call.path.endswith("/stage") and self._stage != 204:
            return Answer(self._stage, {"message": "no room", "code": str(self._stage), "title": "no"}, OURS)
        if call.path.endswith("/file"):
            self.uploaded = len(call.body)
            return Answer(self._file, b"", OURS)
        if self.uploaded and call.method == "GET":
            size = {"size": self.uploaded, "checksum": md5(bytes(self.uploaded), usedforsecurity=False).hexdigest()}
            return Answer(200, {"id": ID, **ACTIVE, "disk_format": "raw", **size}, OURS)
        return super().respond(call)


def automatic(service: ImportService, file: Mapping[str, Any], timeout: float | None = None) -> tuple[list[str], str]:
    """The changing requests of a creation by method "auto", and the warning."""
    warnings: list[str] = []
    with HttpServer(service.respond) as server:
        declared = check({**file, "method": "auto"})[0]
        create(anonymous(server.url), declared, Conditions(timeout=timeout, warn=warnings.append))
    return [call for call in server.asked() if not call.startswith("GET")], "".join(warnings)


@pytest.mark.parametrize("timeout", [None, 60])
def test_an_import_that_gets_stuck_gives_way_to_an_upload_of_a_new_record(
    file: dict[str, Any], timeout: float | None
) -> None:
    service = Advertised([{"status": "uploading"}])
    changes, warned = automatic(service, file, timeout)

    assert changes == [POST, f"PUT /v2/images/{ID}/stage", f"POST /v2/images/{ID}/import", DELETE, POST, UPLOADED[0]]
    assert service.uploaded == 1000
    assert "the data is uploaded, as it could not be imported" in warned
    assert "still uploading, without movement" in warned


@pytest.mark.parametrize("stage", [403, 409, 500])
def test_a_staging_area_that_does_not_work_gives_way_to_an_upload(file: dict[str, Any], stage: int) -> None:
    changes, warned = automatic(Advertised([{"status": "queued"}], stage), file)

    assert changes[-3:] == [DELETE, POST, UPLOADED[0]]
    assert "no room" in warned


def test_a_failed_import_gives_way_to_an_upload(file: dict[str, Any]) -> None:
    changes, warned = automatic(Advertised([{"status": "importing"}, FAILED]), file)

    assert changes[-3:] == [DELETE, POST, UPLOADED[0]]
    assert "the import failed for store file1" in warned


def test_an_import_that_works_is_all_there_is(file: dict[str, Any]) -> None:
    changes, warned = automatic(ImportService([{"status": "importing"}, ACTIVE]), file)

    assert changes == [POST, f"PUT /v2/images/{ID}/stage", f"POST /v2/images/{ID}/import"]
    assert warned == ""


def test_where_no_import_is_offered_an_upload_is_no_warning(file: dict[str, Any]) -> None:
    service = Advertised([])
    service._methods = ["web-download"]
    changes, warned = automatic(service, file)

    assert changes == [POST, UPLOADED[0]]
    assert warned == ""


def test_a_quota_that_staged_data_breaks_is_not_tried_again(file: dict[str, Any]) -> None:
    with HttpServer(Advertised([{"status": "uploading"}], 413).respond) as server, pytest.raises(TooLarge):
        create(anonymous(server.url), check({**file, "method": "auto"})[0], Conditions())

    assert server.asked().count(POST) == 1
    assert server.asked()[-1] == DELETE
