"""What the service does of its own accord is no drift, and never undone (cases C1, D2, D4)."""

from __future__ import annotations

from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.acts.state import recorded
from ecl_pulumi_images.client.images.decode import decode_image
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.image.update import update
from ecl_pulumi_images.lifecycle.plan.outputs import inputs, outputs, unproved
from ecl_pulumi_images.lifecycle.plan.planner import Plan, plan
from tests.support.service import Service, client_of

SERVERS = {
    "os_glance_failed_import": "file1",
    "os_glance_importing_to_stores": "",
    "os_hash_algo": "sha512",
    "os_hash_value": "00",
    "os_hidden": False,
    "locations": [{"url": "rbd://pool/image", "metadata": {}}],
    "direct_url": "rbd://pool/image",
    "stores": "file1,file2",
}
SHA512 = "sha512:" + "a" * 128


def seen(declared: dict[str, Any], **held: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Inputs and state after a refresh that finds the image as `held`."""
    record = decode_image({"id": "1", "status": "active", **held})
    state = outputs(record, declared, region="R", endpoint="http://here")
    now = inputs(record, declared, state)
    return now, recorded("1", outputs(record, now, region="R", endpoint="http://here"), now)


def test_removing_an_own_property_is_the_one_operation_whatever_the_server_added() -> None:
    """Case D2, on the wire: the patch is exactly `[remove /a]`."""
    service = Service()
    image = service.made(name="x", a="1", **SERVERS)
    before = {"name": "x", "properties": {"a": "1"}}
    _, state = seen(before, name="x", a="1", **SERVERS)
    with client_of(service) as images:
        update(images, image.id, plan(state, {"name": "x"}), {"name": "x"}, before, Conditions())

    assert [body for method, _, body in service.calls if method == "PATCH"] == [[{"op": "remove", "path": "/a"}]]
    assert "a" not in service.images[image.id]
    assert service.images[image.id].items() >= SERVERS.items()


def test_what_the_server_added_is_neither_drift_nor_an_input() -> None:
    declared = {"name": "x", "properties": {"a": "1"}}
    now, state = seen(declared, name="x", a="1", **SERVERS)

    assert now == declared
    assert plan(state, declared) == Plan()
    assert state["server_properties"]["direct_url"] == "rbd://pool/image"


@pytest.mark.parametrize("key", ["stores", "locations", "os_hash_algo", "os_glance_failed_import"])
def test_a_property_of_the_servers_own_is_refused_without_a_call(key: str) -> None:
    _, failures = check({"name": "x", "properties": {key: "1"}})

    assert [failure.property for failure in failures] == [f"properties.{key}"]


@pytest.mark.parametrize(
    ("declared", "patched"),
    [({}, []), ({"visibility": "shared"}, []), ({"visibility": "private"}, ["private"])],
)
def test_visibility_drifts_only_from_what_is_declared(declared: dict[str, str], patched: list[str]) -> None:
    """Case D4: the service answers `shared`, its default since Image API 2.5."""
    now, state = seen(declared, visibility="shared")
    planned = plan(state, declared)

    assert ("visibility" in now) == bool(declared)
    assert [patch.to_wire()["value"] for patch in planned.operations] == patched


@pytest.mark.parametrize("wish", ["qcow2", "raw"])
def test_what_an_import_made_of_the_data_is_no_drift(wish: str) -> None:
    """Case C1: the service converted the declared qcow2 to raw; both are then right."""
    url = "http://127.0.0.1:9/noble.qcow2"
    declared = {"name": "x", "image_source_url": url, "web_download": True, "disk_format": "qcow2"}
    now, state = seen(declared, name="x", disk_format="raw", size=10 << 30, checksum="0" * 32)

    assert now == declared
    assert plan(state, declared | {"disk_format": wish}) == Plan()


@pytest.mark.parametrize("status", ["queued", "saving", "uploading", "importing", "killed"])
def test_an_image_without_its_data_is_made_anew(status: str) -> None:
    declared = {"name": "x", "local_file_path": "x.img", "content_hash": SHA512, "disk_format": "raw"}
    now, state = seen(declared, name="x", disk_format="raw", status=status)

    assert "content_hash" not in now
    assert list(plan(state, declared).replaces) == ["content_hash"]


@pytest.mark.parametrize(("digest", "kept"), [("a" * 128, True), ("b" * 128, False)])
def test_data_of_a_half_made_image_is_kept_only_when_the_service_proves_it(digest: str, kept: bool) -> None:
    declared = {"name": "x", "local_file_path": "x.img", "content_hash": SHA512, "disk_format": "raw"}
    held = {"id": "1", "status": "active", "os_hash_algo": "sha512", "os_hash_value": digest, "disk_format": "raw"}
    record = decode_image({**held, "name": "x"})
    left = unproved(outputs(record, declared, region="R", endpoint="http://here"))

    now = inputs(record, declared, left)
    state = recorded("1", outputs(record, now, region="R", endpoint="http://here"), now)

    assert (now == declared) is kept
    assert bool(plan(state, declared).replaces) is not kept


def test_a_service_that_answers_with_numbers_and_booleans_has_kept_the_declared_text() -> None:
    declared = {"name": "x", "properties": {"a": "5", "b": "true"}}
    now, state = seen(declared, name="x", a=5, b=True)

    assert now == declared
    assert plan(state, declared) == Plan()


def test_an_image_that_nobody_manages_here_is_shown_with_all_that_the_service_says_of_it() -> None:
    """`Image.get`: every property counts as declared, one that no program could declare as well."""
    record = decode_image({"id": "1", "status": "active", "a": "1", **SERVERS})

    state = outputs(record, {"properties": dict(record.properties)}, region="R", endpoint="http://here")

    assert state["properties"]["locations"] == SERVERS["locations"]
    assert state["server_properties"] == {}
