"""An image's life under the real engine, against the real image service."""

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ReplaceImageName, ReplaceImageTags, UpdateImageProperty

from .conftest import write_iso
from .stack import changes


def declare(**arguments):
    return lambda: Image("noble", **arguments) and None


def image_id(stack):
    return stack.resources()["noble"]["id"]


def test_a_file_becomes_an_active_image_with_every_declared_value(stack, images, iso):
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


def test_what_is_not_declared_is_not_sent(stack, images):
    stack.up(declare())

    record = images.get(image_id(stack))
    assert (record.name, record.status, record.disk_format) == ("noble", "queued", None)
    assert record.visibility == "shared"


def test_a_second_run_changes_nothing(stack, iso):
    program = declare(local_file_path=str(iso), tags=["b", "a"], properties={"agent": True, "n": 5.0, "x": ""})
    stack.up(program)

    again = stack.up(program)

    assert changes(again) == {}


def test_a_change_is_previewed_and_patched_in_place(stack, images, iso):
    stack.up(declare(local_file_path=str(iso), tags=["a"], properties={"keep": "1", "drop": "1"}))
    before = image_id(stack)
    changed = declare(name="n2", local_file_path=str(iso), tags=["b"], properties={"keep": "2", "new": "3"})

    planned, shown = stack.preview(changed)
    done = stack.up(changed)

    assert planned["update"] == 1
    assert '"n2"' in shown
    assert changes(done) == {"update": 1}
    record = images.get(image_id(stack))
    assert (record.id, record.name, record.tags) == (before, "n2", ("b",))
    assert (record.properties["keep"], record.properties["new"]) == ("2", "3")
    assert "drop" not in record.properties


def test_properties_of_others_are_never_touched(stack, images, iso):
    stack.up(declare(local_file_path=str(iso), properties={"mine": "1"}))
    images.update(image_id(stack), [UpdateImageProperty("add", "theirs", "kept")])

    stack.refresh()
    stack.up(declare(local_file_path=str(iso), properties={"other": "2"}))

    record = images.get(image_id(stack))
    assert record.properties["theirs"] == "kept"
    assert "mine" not in record.properties
    assert stack.resources()["noble"]["outputs"]["server_properties"]["theirs"] == "kept"


def test_drift_shows_in_a_refresh_and_is_repaired(stack, images, iso):
    program = declare(local_file_path=str(iso), tags=["a"], properties={"p": "1"})
    stack.up(program)
    images.update(
        image_id(stack),
        [ReplaceImageName("by hand"), ReplaceImageTags(["z"]), UpdateImageProperty("replace", "p", "9")],
    )

    refreshed = stack.refresh()
    repaired = stack.up(program)

    assert changes(refreshed) == {"update": 1}
    assert changes(repaired) == {"update": 1}
    record = images.get(image_id(stack))
    assert (record.name, record.tags, record.properties["p"]) == ("noble", ("a",), "1")


def test_another_content_replaces_the_image_and_the_new_one_comes_first(stack, images, iso, tmp_path):
    stack.up(declare(local_file_path=str(iso)))
    before = image_id(stack)
    other = write_iso(tmp_path / "other.iso", b"instance-id: two\n")

    done = stack.up(declare(local_file_path=str(other)))

    assert changes(done) == {"replace": 1}
    assert image_id(stack) != before
    assert before not in {image.id for image in images.list()}


def test_the_same_content_under_another_path_is_no_change(stack, iso, tmp_path):
    stack.up(declare(local_file_path=str(iso)))
    moved = iso.rename(tmp_path / "moved.iso")

    assert changes(stack.up(declare(local_file_path=str(moved)))) == {}


def test_an_image_deleted_by_hand_is_created_again(stack, images, iso):
    program = declare(local_file_path=str(iso))
    stack.up(program)
    gone = image_id(stack)
    images.delete(gone)

    refreshed = stack.refresh()
    stack.up(program)

    assert changes(refreshed) == {"delete": 1}
    assert image_id(stack) != gone
    assert images.get(image_id(stack)).status == "active"


def test_property_names_that_begin_with_underscores_arrive_and_stay(stack, images):
    """Case H1: older SDKs drop such keys without a word."""
    program = declare(properties={"__os_type": "Linux", "a": "1"})
    stack.up(program)
    images.update(image_id(stack), [UpdateImageProperty("add", "__image_size", "0")])

    refreshed = stack.refresh()
    again = stack.up(program)

    held = images.get(image_id(stack)).properties
    assert {"__os_type": "Linux", "a": "1", "__image_size": "0"}.items() <= held.items()
    assert (changes(refreshed), changes(again)) == ({}, {})


def test_destroy_leaves_nothing(stack, images, iso):
    stack.up(declare(local_file_path=str(iso)))
    gone = image_id(stack)

    stack.destroy()

    assert gone not in {image.id for image in images.list()}


def test_a_protected_image_is_not_unprotected_behind_the_users_back(stack, images, iso):
    stack.up(declare(local_file_path=str(iso), protected=True))

    said = stack.failure(stack.destroy)

    assert "is protected: set protected=False" in said
    assert images.get(image_id(stack)).protected
    stack.up(declare(local_file_path=str(iso), protected=False))


def test_force_destroy_deletes_a_protected_image(stack, images, iso):
    stack.up(declare(local_file_path=str(iso), protected=True))
    stack.up(declare(local_file_path=str(iso), protected=True, force_destroy=True))
    gone = image_id(stack)

    stack.destroy()

    assert gone not in {image.id for image in images.list()}
