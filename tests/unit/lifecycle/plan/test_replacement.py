"""Which change of a source means a new image: only one that may mean other data."""

from collections.abc import KeysView
from typing import Any

import pytest

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.plan.outputs import inputs, kept_changes
from ecl_pulumi_images.lifecycle.plan.planner import plan
from ecl_pulumi_images.lifecycle.plan.replacement import unproved_checksum

A, B = "https://images.example/a", "https://images.example/b"
SUM, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
SHA512, MD5 = "sha512:" + "c" * 128, "md5:" + "d" * 32
ACTIVE = {"status": "active"}


def replaced_by(before: dict[str, Any], now: dict[str, Any]) -> KeysView[str]:
    return plan(ACTIVE | before, now).replaces.keys()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"image_source_url": A}, {"image_source_url": B}),
        ({}, {"image_source_url": A}),
        ({"content_hash": SHA512}, {"image_source_url": A}),
        ({"image_source_url": A}, {"image_source_url": B, "source_checksum": SUM}),
    ],
)
def test_another_url_means_a_new_image(before: dict[str, str], now: dict[str, str]) -> None:
    assert replaced_by(before, now) == {"image_source_url"}


@pytest.mark.parametrize(
    "before",
    [
        {"image_source_url": A, "source_checksum": SUM},
        {"image_source_url": A, "os_hash_algo": "sha256", "os_hash_value": "a" * 64},
    ],
)
def test_another_url_of_data_that_is_proved_equal_is_no_change(before: dict[str, str]) -> None:
    now = {"image_source_url": B, "source_checksum": SUM}

    assert not plan(ACTIVE | before, now)
    assert not kept_changes(before, now)


@pytest.mark.parametrize(("held", "digest"), [({"checksum": "d" * 32}, MD5), ({"content_hash": SHA512}, SHA512)])
def test_a_url_in_place_of_a_file_with_the_same_data_is_no_change(held: dict[str, str], digest: str) -> None:
    assert not plan(ACTIVE | held, {"image_source_url": A, "source_checksum": digest})


def test_a_file_in_place_of_a_url_with_the_same_data_is_no_change() -> None:
    assert not plan(ACTIVE | {"image_source_url": A, "source_checksum": SHA512}, {"content_hash": SHA512})


def test_another_checksum_of_the_same_url_means_a_new_image() -> None:
    before = {"image_source_url": A, "source_checksum": SUM}

    assert replaced_by(before, {"image_source_url": A, "source_checksum": OTHER}) == {"source_checksum"}


@pytest.mark.parametrize("before", [{}, {"source_checksum": SHA512}, {"checksum": "e" * 32}])
def test_a_checksum_that_nothing_can_be_compared_with_is_believed(before: dict[str, str]) -> None:
    assert not plan(ACTIVE | {"image_source_url": A} | before, {"image_source_url": A, "source_checksum": SUM})


@pytest.mark.parametrize("way", [{"method": "glance-direct"}, {"web_download": True}, {"decompress": True}])
def test_what_the_service_holds_otherwise_than_it_was_sent_proves_nothing_against_the_checksum(
    way: dict[str, Any],
) -> None:
    """Case C1: the service's hash is of the converted or unpacked data."""
    before = {"image_source_url": A, "checksum": "e" * 32, **way}

    assert not plan(
        ACTIVE | before, {"image_source_url": A, "source_checksum": MD5, "decompress": way.get("decompress")}
    )
    assert "compared with nothing" in str(unproved_checksum(before, {"source_checksum": MD5}))


@pytest.mark.parametrize(
    ("held", "digest"),
    [
        ({"checksum": "e" * 32}, MD5),
        ({"os_hash_algo": "sha512", "os_hash_value": "e" * 128}, SHA512),
        ({"os_hash_algo": "sha256", "os_hash_value": "e" * 64, "method": "upload"}, SUM),
    ],
)
def test_a_checksum_that_the_services_own_hash_of_an_upload_disproves_means_a_new_image(
    held: dict[str, str], digest: str
) -> None:
    before = {"image_source_url": A, **held}
    now = {"image_source_url": A, "source_checksum": digest}

    assert replaced_by(before, now) == {"source_checksum"}
    assert unproved_checksum(before, now) is None


def test_a_checksum_that_was_compared_or_is_not_new_is_not_warned_of() -> None:
    before = {"image_source_url": A, "checksum": "d" * 32}

    assert unproved_checksum(before, {"image_source_url": A, "source_checksum": MD5}) is None
    assert unproved_checksum(before | {"source_checksum": SUM}, {"source_checksum": SUM}) is None
    assert "no sha256 of the data" in str(unproved_checksum(before, {"image_source_url": A, "source_checksum": SUM}))


@pytest.mark.parametrize("way", [{"web_download": True}, {"method": "glance-direct"}])
def test_the_way_in_which_the_data_comes_is_no_change(way: dict[str, Any]) -> None:
    before = {"image_source_url": A, "disk_format": "qcow2"}

    assert not plan(ACTIVE | before, before | way)
    assert not plan(ACTIVE | before | way, before)
    assert not kept_changes(before, before | way)


@pytest.mark.parametrize(
    ("before", "now"),
    [({}, True), ({"decompress": False}, True), ({"decompress": True}, False), ({"decompress": True}, None)],
)
def test_unpacking_or_not_means_a_new_image(before: dict[str, bool], now: bool | None) -> None:
    source = {"image_source_url": A}

    assert replaced_by(source | before, source | {"decompress": now}) == {"decompress"}


def test_unpacking_left_out_is_the_same_as_false() -> None:
    assert not plan(ACTIVE | {"image_source_url": A}, {"image_source_url": A, "decompress": False})
    assert not plan(ACTIVE | {"decompress": True}, {})


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"stores": ["a"]}, {"stores": ["a", "b"]}),
        ({}, {"stores": ["a"]}),
        ({"server_properties": {"stores": "b"}}, {"stores": ["a"]}),
        ({}, {"all_stores": True}),
    ],
)
def test_other_stores_mean_a_new_image(before: dict[str, Any], now: dict[str, Any]) -> None:
    assert replaced_by(before, now) == now.keys()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"stores": ["a", "b"]}, {"stores": ["b", "a"]}),
        ({"server_properties": {"stores": "a,b"}}, {"stores": ["a", "b"]}),
        ({"stores": ["a"]}, {}),
        ({"all_stores": True}, {"all_stores": False}),
    ],
)
def test_the_same_stores_or_any_are_no_change(before: dict[str, Any], now: dict[str, Any]) -> None:
    assert not plan(ACTIVE | before, now)


def test_a_format_that_an_import_made_is_as_right_as_the_declared_one() -> None:
    """Case C1: declared qcow2, converted to raw by the service."""
    before = {"disk_format": "qcow2", "held": {"disk_format": "raw"}}

    assert not plan(ACTIVE | before, {"disk_format": "qcow2"})
    assert not plan(ACTIVE | before, {"disk_format": "raw"})
    assert replaced_by(before, {"disk_format": "iso"}) == {"disk_format"}


def test_a_source_whose_data_is_not_there_is_no_longer_declared_so_that_it_comes_again() -> None:
    """Rule 6 and issue 5: a record that lost its data, or never had any, is replaced by the next run."""
    declared = {"name": "x", "image_source_url": A, "source_checksum": SUM, "decompress": True}

    now = inputs(Image(id="1", status="queued", name="x"), declared, declared)

    assert now == {"name": "x", "decompress": True}
    assert plan({"status": "queued"} | now, declared).replaces.keys() == {"image_source_url"}
