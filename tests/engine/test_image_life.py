"""An image's life under the real engine, against the real image service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient, UpdateImageProperty
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.iso import write_iso

from .stack import Program, Stack, changes
from .tenants import settings


def declare(**arguments: Any) -> Program:
    return lambda: Image("noble", **arguments) and None


def image_id(stack: Stack) -> str:
    return str(stack.resources()["noble"]["id"])


def test_a_file_becomes_an_active_image_with_every_declared_value(stack: Stack, images: ImageClient, iso: Path) -> None:
    stack.up(
        declare(
            name="noble",
            local_file_path=str(iso),
            tags=["lts", "amd64"],
            properties={"os_distro": "ubuntu", "hw_qemu_guest_agent": True, "n": 5},
            min_disk=3,
            visibility="private",
        )
    )

    record = images.get(image_id(stack))
    assert (record.name, record.status, record.disk_format) == ("noble", "active", "iso")
    assert record.size == iso.stat().st_size
    assert set(record.tags) == {"lts", "amd64"}
    assert (record.min_disk, record.visibility) == (3, "private")
    assert {"os_distro": "ubuntu", "hw_qemu_guest_agent": "true", "n": "5"}.items() <= record.properties.items()
    planned = stack.resources()["noble"]["inputs"]["content_hash"]
    assert record.os_hash_value in (planned.removeprefix("sha512:"), None)  # None: an Image API before 2.7


def test_what_is_not_declared_is_not_sent(stack: Stack, images: ImageClient) -> None:
    stack.up(declare())

    record = images.get(image_id(stack))
    assert (record.name, record.status, record.disk_format) == ("noble", "queued", None)
    assert record.visibility == "shared"


def test_properties_of_others_are_never_touched(stack: Stack, images: ImageClient, iso: Path) -> None:
    stack.up(declare(local_file_path=str(iso), properties={"mine": "1"}))
    images.update(image_id(stack), [UpdateImageProperty("add", "theirs", "kept")])

    stack.refresh()
    stack.up(declare(local_file_path=str(iso), properties={"other": "2"}))

    record = images.get(image_id(stack))
    assert record.properties["theirs"] == "kept"
    assert "mine" not in record.properties
    assert stack.resources()["noble"]["outputs"]["server_properties"]["theirs"] == "kept"


def test_an_image_deleted_by_hand_is_created_again(stack: Stack, images: ImageClient, iso: Path) -> None:
    program = declare(local_file_path=str(iso))
    stack.up(program)
    gone = image_id(stack)
    images.delete(gone)

    refreshed = stack.refresh()
    stack.up(program)

    assert changes(refreshed) == {"delete": 1}
    assert image_id(stack) != gone
    assert images.get(image_id(stack)).status == "active"


def test_an_image_deleted_by_hand_and_changed_in_the_program_is_made_anew_by_the_run_after(
    stack: Stack, images: ImageClient
) -> None:
    stack.up(declare(tags=["a"]))
    gone = image_id(stack)
    images.delete(gone)

    said = stack.failure(lambda: stack.up(declare(tags=["b"])))
    planned, _ = stack.preview(declare(tags=["b"]))
    done = stack.up(declare(tags=["b"]))

    assert f"image {gone} is gone: run `pulumi up` again" in said
    assert "Traceback" not in said
    assert planned["create"] == 1
    assert changes(done) == {"create": 1}
    assert images.get(image_id(stack)).tags == ("b",)


def test_with_another_project_an_update_changes_nothing_and_going_back_goes_on(
    stack: Stack, images: ImageClient, cloud: LocalCloud
) -> None:
    stack.up(declare(visibility="private", tags=["a"]))
    stack.configure(**settings(cloud, "demo2"))
    said = stack.failure(lambda: stack.up(declare(visibility="private", tags=["b"])))
    stack.configure(**settings(cloud, "demo1"))
    done = stack.up(declare(visibility="private", tags=["b"]))

    assert f"belongs to project {cloud.projects['demo1']}: use that project's credentials" in said
    assert changes(done) == {"update": 1}


def test_property_names_that_begin_with_underscores_arrive_and_stay(stack: Stack, images: ImageClient) -> None:
    """Case H1: older SDKs drop such keys without a word."""
    program = declare(properties={"__os_type": "Linux", "a": "1"})
    stack.up(program)
    images.update(image_id(stack), [UpdateImageProperty("add", "__image_size", "0")])

    refreshed = stack.refresh()
    again = stack.up(program)

    held = images.get(image_id(stack)).properties
    assert {"__os_type": "Linux", "a": "1", "__image_size": "0"}.items() <= held.items()
    assert (changes(refreshed), changes(again)) == ({}, {})


def test_a_protected_image_is_not_unprotected_behind_the_users_back(
    stack: Stack, images: ImageClient, iso: Path
) -> None:
    stack.up(declare(local_file_path=str(iso), protected=True))

    said = stack.failure(stack.destroy)

    assert "is protected: set protected=False" in said
    assert images.get(image_id(stack)).protected
    stack.up(declare(local_file_path=str(iso), protected=False))


def test_a_preview_warns_that_the_image_to_be_replaced_is_protected(stack: Stack, iso: Path, tmp_path: Path) -> None:
    stack.up(declare(local_file_path=str(iso), protected=True))
    other = write_iso(tmp_path / "other.iso", b"instance-id: two\n")

    _, said = stack.preview(declare(local_file_path=str(other), protected=True), diff=False)

    assert "is protected, so it cannot be deleted when the new one is there: set protected=False" in said
    stack.up(declare(local_file_path=str(iso), protected=False))


def test_force_destroy_deletes_a_protected_image(stack: Stack, images: ImageClient, iso: Path) -> None:
    stack.up(declare(local_file_path=str(iso), protected=True))
    stack.up(declare(local_file_path=str(iso), protected=True, force_destroy=True))
    gone = image_id(stack)

    stack.destroy()

    assert gone not in {image.id for image in images.list()}
