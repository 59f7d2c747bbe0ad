"""A preview tells all that an update will do, and no more than is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient, NotFound
from ecl_pulumi_images.lifecycle.inputs.source_rules import EXCLUSIVE, NEEDED

from .stack import Program, Stack, changes

pytestmark = pytest.mark.engine_only

SECRET = "s3cr3t-mark"
ID = "8d6a8b44-3f0a-4c1b-9d0e-1f2a3b4c5d6e"


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments) and None


def told(act: Callable[..., object], *program: Program) -> str:
    """What the engine shows under the resource."""
    events: list[Any] = []
    act(*program, on_event=events.append)
    return "".join(event.diagnostic_event.message for event in events if event.diagnostic_event)


def test_a_preview_tells_of_the_data_that_goes_out_of_use_and_comes_back(
    stack: Stack, images: ImageClient, iso: Path
) -> None:
    file = {"local_file_path": str(iso)}
    created = told(stack.preview, declare(**file, deactivated=True))
    stack.up(declare(**file))
    out = told(stack.preview, declare(**file, deactivated=True))
    stack.up(declare(**file, deactivated=True))
    back = told(stack.preview, declare(**file, deactivated=False))

    image_id = stack.resources()["noble"]["id"]
    assert "due: deactivate the image, once it has its data" in created
    assert f"due: deactivate image {image_id}" in out
    assert f"due: reactivate image {image_id}" in back


def test_a_preview_of_an_adoption_tells_what_it_takes_over_and_what_it_changes(
    stack: Stack, images: ImageClient
) -> None:
    image = images.create(CreateOpts(name="by hand", properties={"theirs": "1"}))
    wish = declare(name="ours", adopt=image.id, properties={"os_distro": "ubuntu"})

    said = told(stack.preview, wish)
    stack.up(wish)

    assert f"adopts image {image.id}; due: PATCH" in said
    assert '"path": "/name", "value": "ours"' in said
    assert '"path": "/os_distro", "value": "ubuntu"' in said
    assert f"adopts image {image.id}; due: nothing" not in said
    assert images.get(image.id).properties == {"theirs": "1", "os_distro": "ubuntu"}


def test_an_adoption_without_changes_says_so_and_one_that_cannot_be_is_refused_in_the_preview(
    stack: Stack, images: ImageClient
) -> None:
    image = images.create(CreateOpts(name="noble", disk_format="raw", container_format="bare"))
    nothing = told(stack.preview, declare(adopt=image.id))
    other = stack.failure(lambda: stack.preview(declare(adopt=image.id, disk_format="qcow2")))
    images.delete(image.id)
    gone = stack.failure(lambda: stack.preview(declare(adopt=image.id)))

    assert f"adopts image {image.id}; due: nothing" in nothing
    assert "has disk_format 'raw', the program declares 'qcow2'" in other
    assert image.id in gone
    assert "Traceback" not in gone + other
    with pytest.raises(NotFound):
        images.get(image.id)


def test_one_unknown_and_one_secret_property_hide_no_other(stack: Stack, images: ImageClient) -> None:
    stack.configure(showPatch="true")
    stack.up(declare(properties={"plain": "1", "secret": "old", "later": "old"}))

    def program() -> None:
        first = Image("first")
        hidden = pulumi.Output.secret(SECRET)
        Image("noble", properties={"plain": "2", "secret": hidden, "later": first.id}, tags=["lts"])

    said = told(stack.preview, program)
    stack.up(program)

    assert '{"op": "replace", "path": "/plain", "value": "2"}' in said
    assert '{"op": "replace", "path": "/secret", "value": "[secret]"}' in said
    assert '"path": "/tags", "value": ["lts"]' in said
    assert "properties.later=<computed>" in said
    assert SECRET not in said
    assert images.get(stack.resources()["noble"]["id"]).properties["secret"] == SECRET
    assert SECRET not in stack.state_text()


def test_a_patch_that_is_shown_is_called_due_whoever_asks(stack: Stack, images: ImageClient) -> None:
    stack.configure(showPatch="true")
    stack.up(declare(min_disk=1))

    previewed, updated = told(stack.preview, declare(min_disk=2)), told(stack.up, declare(min_disk=2))

    assert "due: PATCH" in previewed
    assert "due: PATCH" in updated
    assert "would" not in previewed + updated


NEAR = {
    "auto": {"method": "auto"},
    "a web download": {"method": "web-download", "disk_format": "raw"},
    "staged data": {"method": "glance-direct"},
    "an import": {"method": "glance-direct"},
    "another region": {"method": "glance-download", "glance_image_id": ID},
}
VALUES: dict[str, Any] = {
    "decompress": True, "image_source_url": "http://127.0.0.1:9/x", "local_file_path": "/etc/hostname",
    "image_source_username": "u", "image_source_password": "p", "source_checksum": "0" * 32, "stores": ["a"],
    "all_stores": True, "image_id": ID, "glance_image_id": ID,
    "glance_region": "one", "glance_service_interface": "public", "disk_format": "raw",
}  # fmt: skip


def given(*names: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        found |= NEAR.get(name) or {name: VALUES[name]}
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        *(given(name, other) for name, other, _ in EXCLUSIVE),
        *(given(name) for name, _, _ in NEEDED),
        {"method": "web-download", "image_source_url": "http://127.0.0.1:9/x"},
        {"image_source_url": "http://u:p@127.0.0.1:9/x"},
        {"properties": {"size": "1"}},
        {"tags": ["ok", 3]},
    ],
    ids="-".join,
)
def test_a_refusal_shows_no_value_that_is_not_there(stack: Stack, wrong: Any) -> None:
    said = stack.failure(lambda: stack.preview(declare(**wrong)))

    assert "has a problem" in said
    assert "nil" not in said
    assert "Traceback" not in said


def test_a_password_in_a_url_is_refused_with_the_way_out_and_never_shown(stack: Stack) -> None:
    said = stack.failure(lambda: stack.preview(declare(image_source_url=f"http://user:{SECRET}@127.0.0.1:9/x")))

    assert "image_source_password stands in image_source_url: move it" in said
    assert SECRET not in said


def test_a_refusal_of_a_part_names_it(stack: Stack) -> None:
    said = stack.failure(lambda: stack.preview(declare(properties={"size": "1", "fine": "2"})))

    assert "has a problem: properties.size " in said


def test_nothing_is_due_where_nothing_differs(stack: Stack, images: ImageClient) -> None:
    stack.configure(showPatch="true")
    stack.up(declare(min_disk=1))

    assert "due" not in told(stack.up, declare(min_disk=1))
    assert changes(stack.up(declare(min_disk=1))) == {}
