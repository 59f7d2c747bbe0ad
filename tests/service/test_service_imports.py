"""Images that the real service imports: staged, fetched by it, refused by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import BadRequest, ImageClient, ImageServiceError
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.image.create import create
from tests.service.sources import RAW, Declare, left, sha512
from tests.support.publisher import Publisher
from tests.support.raw_service import RawService, Reply


@pytest.mark.parametrize(
    ("where", "held"), [({}, {"file1"}), ({"stores": ["file2"]}, {"file2"}), ({"all_stores": True}, {"file1", "file2"})]
)
def test_a_file_is_staged_and_imported(declare: Declare, tmp_path: Path, where: dict[str, Any], held: set[str]) -> None:
    path = tmp_path / "raw"
    path.write_bytes(RAW)

    image = declare(local_file_path=str(path), method="glance-direct", content_hash=content_hash(path), **where)

    assert (image.status, image.os_hash_value) == ("active", sha512(RAW))
    assert set(image.properties["stores"].split(",")) == held


def test_packed_data_from_a_url_is_unpacked_staged_and_imported(declare: Declare, web: Publisher, iso: bytes) -> None:
    image = declare(image_source_url=web.url("chunked/seed.iso.xz"), decompress=True, method="glance-direct")

    assert (image.status, image.disk_format, image.os_hash_value) == ("active", "iso", sha512(iso))


def test_the_service_fetches_a_url_by_itself(declare: Declare, web: Publisher, iso: bytes) -> None:
    warnings: list[str] = []
    checksum = sha512(iso)
    before = len(web.asked)

    image = declare(
        warnings, image_source_url=web.url("seed.iso"), web_download=True, disk_format="iso", source_checksum=checksum
    )

    assert (image.status, image.os_hash_value) == ("active", checksum)
    assert len(web.asked) - before == 1
    assert warnings == []


@pytest.mark.parametrize(
    ("checksum", "says"),
    [
        ("sha256:" + "0" * 64, "source_checksum was not compared: the service keeps no sha256"),
        ("sha512:" + "0" * 128, "it converted what it fetched, or fetched something else"),
    ],
)
def test_a_checksum_that_the_service_does_not_confirm_is_a_warning(
    declare: Declare, web: Publisher, checksum: str, says: str
) -> None:
    """Case C1: an import may convert, so its hash is a fact and no failure."""
    warnings: list[str] = []

    declare(warnings, image_source_url=web.url("raw"), web_download=True, disk_format="raw", source_checksum=checksum)

    assert [says in warning for warning in warnings] == [True]


@pytest.mark.parametrize(
    ("name", "disk_format", "says"),
    [
        ("missing", "raw", "missing answers 404 Not Found"),
        ("cut/raw", "raw", f"answers 200 OK, data of {len(RAW)} bytes that begins like no known format"),
        ("raw", "qcow2", "that begins like no known format"),
        ("seed.iso.gz", "iso", "that begins like gzip"),
    ],
)
def test_a_failed_import_leaves_no_image_and_says_what_is_seen_from_here(
    images: ImageClient, declare: Declare, web: Publisher, name: str, disk_format: str, says: str
) -> None:
    """Case C4: the service has the same words for all of them."""
    said, more = left(
        images, lambda: declare(image_source_url=web.url(name), web_download=True, disk_format=disk_format)
    )

    assert "the import failed for store" in said
    assert "the service says: " in said
    assert "seen from this machine: " in said
    assert says in said
    assert more == 0


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"image_source_url": "http://127.0.0.2/filtered"}, BadRequest),
    ],
)
def test_an_import_that_is_refused_leaves_no_image_and_quotes_the_service(
    images: ImageClient, declare: Declare, given: dict[str, Any], kind: type[ImageServiceError]
) -> None:
    said, more = left(images, lambda: declare(web_download=True, disk_format="raw", **given), kind)

    assert "POST /v2/images/" in said
    assert more == 0


def test_an_unknown_store_is_named_before_there_is_a_record(
    images: ImageClient, declare: Declare, tmp_path: Path
) -> None:
    path = tmp_path / "raw"
    path.write_bytes(RAW)
    given = {"local_file_path": str(path), "stores": ["file1", "nowhere"]}

    said, more = left(images, lambda: declare(method="glance-direct", **given))

    assert said.endswith("file1, file2, but not nowhere")
    assert more == 0


def test_an_import_that_takes_too_long_is_given_up_and_leaves_no_image(images: ImageClient) -> None:
    """The record goes although the service still fetches."""
    with RawService([Reply(200, RAW, cut=1_000_000, then="hold")]) as silent:
        url = f"{silent.url}/file"
        inputs, _ = check(
            {"name": f"image-{uuid4()}", "image_source_url": url, "web_download": True, "disk_format": "raw"}
        )
        said, more = left(images, lambda: create(images, inputs, Conditions(timeout=1)))

    assert " is still " in said
    assert more == 0
