"""Every kind of source against the real image service: what arrives is what was meant, or nothing is left."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, UnsupportedMedia
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.image.adopt import adopt
from tests.service.sources import RAW, Declare, left, sha512
from tests.support.disks import HALF
from tests.support.packing import PACK
from tests.support.publisher import PASSWORD, USER, Publisher


@pytest.mark.parametrize("way", ["", "chunked/", "moved/"])
def test_a_url_is_fetched_here_and_its_format_recognised(
    declare: Declare, web: Publisher, iso: bytes, way: str
) -> None:
    image = declare(image_source_url=web.url(f"{way}seed.iso"))

    assert (image.status, image.disk_format, image.container_format) == ("active", "iso", "bare")
    assert (image.size, image.os_hash_value) == (len(iso), sha512(iso))


def test_data_without_a_known_format_is_raw(declare: Declare, web: Publisher) -> None:
    image = declare(image_source_url=web.url("raw"))

    assert (image.disk_format, image.os_hash_value) == ("raw", sha512(RAW))


def test_a_private_url_takes_a_user_and_a_password(declare: Declare, web: Publisher) -> None:
    image = declare(image_source_url=web.url("private/raw"), image_source_username=USER, image_source_password=PASSWORD)

    assert image.os_hash_value == sha512(RAW)


@pytest.mark.parametrize("algorithm", ["md5", "sha256", "sha512"])
def test_data_with_the_declared_checksum_is_taken(declare: Declare, web: Publisher, algorithm: str) -> None:
    digest = hashlib.new(algorithm, RAW).hexdigest()

    assert declare(image_source_url=web.url("raw"), source_checksum=digest).status == "active"


@pytest.mark.parametrize("name", ["raw", "chunked/raw"])
def test_data_with_another_checksum_leaves_no_image(
    images: ImageClient, declare: Declare, web: Publisher, name: str
) -> None:
    said, more = left(images, lambda: declare(image_source_url=web.url(name), source_checksum="sha256:" + "0" * 64))

    assert f"has sha256 {hashlib.sha256(RAW).hexdigest()}: source_checksum says otherwise" in said
    assert more == 0


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("missing", {}, "/missing answers 404 Not Found"),
        ("empty", {}, "is empty"),
        ("page", {}, "is an HTML page"),
        ("page", {"disk_format": "raw"}, "is an HTML page"),
        ("raw", {"disk_format": "qcow2"}, "disk_format is 'qcow2', but the data does not begin like qcow2"),
        ("seed.iso", {"disk_format": "qcow2"}, "the data is iso"),
        ("seed.iso.gz", {}, "decompress is needed: the data is gzip"),
        ("seed.iso.gz", {"disk_format": "qcow2", "decompress": True}, "the data is iso"),
        ("seed.iso", {"decompress": True}, "is not gzip, bzip2, xz or zstd: leave decompress out"),
        (f"private/raw?signature={PASSWORD}", {"image_source_username": USER}, "answers 401 Unauthorized"),
        ("cut/raw", {}, "could not be read"),
    ],
)
def test_a_url_that_gives_no_such_image_leaves_none(
    images: ImageClient, declare: Declare, web: Publisher, name: str, given: dict[str, Any], says: str
) -> None:
    said, more = left(images, lambda: declare(image_source_url=web.url(name), **given))

    assert says in said
    assert more == 0
    assert PASSWORD not in said


def test_a_server_that_is_not_there_is_named(images: ImageClient, declare: Declare) -> None:
    said, more = left(images, lambda: declare(image_source_url="http://127.0.0.1:9/image?signature=SECRET"))

    assert "image_source_url: http://127.0.0.1:9/image?*** could not be read: Connection refused" in said
    assert "SECRET" not in said
    assert more == 0


@pytest.mark.parametrize("end", sorted(PACK))
def test_packed_data_is_unpacked_on_its_way(declare: Declare, web: Publisher, iso: bytes, end: str) -> None:
    packed = web.files[f"seed.iso.{end}"]
    checksum = hashlib.sha256(packed).hexdigest()

    image = declare(image_source_url=web.url(f"seed.iso.{end}"), decompress=True, source_checksum=checksum)

    assert (image.status, image.disk_format) == ("active", "iso")
    assert (image.size, image.os_hash_value) == (len(iso), sha512(iso))


@pytest.mark.parametrize("end", sorted(PACK))
def test_packed_data_that_was_cut_short_leaves_no_image(
    images: ImageClient, declare: Declare, web: Publisher, end: str
) -> None:
    said, more = left(images, lambda: declare(image_source_url=web.url(f"cut.{end}"), decompress=True))

    assert "it was cut short" in said
    assert more == 0


@pytest.mark.parametrize("end", sorted(PACK))
def test_a_packed_file_is_unpacked_on_its_way(declare: Declare, tmp_path: Path, iso: bytes, end: str) -> None:
    path = tmp_path / f"seed.iso.{end}"
    path.write_bytes(PACK[end](iso))

    image = declare(local_file_path=str(path), decompress=True, content_hash=content_hash(path))

    assert (image.size, image.os_hash_value, image.disk_format) == (len(iso), sha512(iso), "iso")


@pytest.mark.parametrize("way", [{"decompress": True}, {"disk_format": "raw", "decompress": False}])
def test_a_file_that_changed_after_the_plan_leaves_no_image(
    images: ImageClient, declare: Declare, tmp_path: Path, way: dict[str, Any]
) -> None:
    path = tmp_path / "raw.gz"
    path.write_bytes(gzip.compress(RAW))
    planned = content_hash(path)
    path.write_bytes(gzip.compress(RAW[1:]))

    said, more = left(images, lambda: declare(local_file_path=str(path), content_hash=planned, **way))

    assert "local_file_path" in said
    assert "changed between the plan and the upload" in said
    assert more == 0


def test_a_packed_file_can_be_kept_as_it_is(declare: Declare, tmp_path: Path) -> None:
    keep = {"disk_format": "raw", "decompress": False}
    path = tmp_path / "raw.gz"
    path.write_bytes(gzip.compress(RAW))

    assert declare(local_file_path=str(path), **keep).os_hash_value == sha512(path.read_bytes())


def test_an_image_with_the_packed_data_is_adopted_and_one_with_other_data_is_not(
    images: ImageClient, declare: Declare, web: Publisher, tmp_path: Path, iso: bytes
) -> None:
    existing = declare(image_source_url=web.url("seed.iso"))
    path = tmp_path / "seed.iso.xz"
    path.write_bytes(lzma.compress(iso))
    given = {"name": "adopted", "adopt": existing.id, "local_file_path": str(path), "decompress": True}

    adopted = adopt(images, given | {"content_hash": content_hash(path)}, Conditions())
    path.write_bytes(lzma.compress(RAW))

    assert adopted.id == existing.id
    with pytest.raises(Failed, match="holds other data than the declared file"):
        adopt(images, given | {"content_hash": content_hash(path)}, Conditions())
    images.delete(existing.id)


@pytest.mark.parametrize("end", sorted(PACK))
def test_bytes_behind_packed_data_are_left_out_with_one_warning(
    declare: Declare, tmp_path: Path, iso: bytes, end: str
) -> None:
    warnings: list[str] = []
    path = tmp_path / "behind"
    path.write_bytes(PACK[end](iso) + bytes(4) + b"metadata")

    image = declare(warnings, local_file_path=str(path), decompress=True, content_hash=content_hash(path))

    assert image.os_hash_value == sha512(iso)
    assert ["8 bytes behind its packed data, which are left out" in said for said in warnings] == [True]


@pytest.mark.parametrize("end", sorted(PACK))
def test_the_checksum_may_be_that_of_the_unpacked_data(
    images: ImageClient, declare: Declare, web: Publisher, iso: bytes, end: str
) -> None:
    given = {"image_source_url": web.url(f"seed.iso.{end}"), "decompress": True}

    image = declare(**given, source_checksum=hashlib.sha256(iso).hexdigest())
    said, more = left(images, lambda: declare(**given, source_checksum="0" * 64))

    assert image.os_hash_value == sha512(iso)
    assert (
        f"still packed, and sha256 {hashlib.sha256(iso).hexdigest()} unpacked: source_checksum says otherwise" in said
    )
    assert more == 0


@pytest.mark.parametrize("name", sorted(HALF.keys() - {"QED"}))
def test_the_service_refuses_what_is_refused_before_it_and_its_415_has_a_way_out(
    images: ImageClient, name: str
) -> None:
    """Canary: when this fails, the service takes it by now, and the refusal in lifecycle/data/inspector.py may go."""
    data, wish = HALF[name]
    record = images.create(CreateOpts(name=f"half-{uuid4()}", disk_format=wish, container_format="bare"))
    with pytest.raises(UnsupportedMedia, match="qemu-img convert"):
        images.upload(record.id, io.BytesIO(data), size=len(data))
    images.delete(record.id)
