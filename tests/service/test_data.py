"""Data to and from the real service."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from threading import Thread

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.client.transfer.source import Source

Make = Callable[..., Image]
MIB = 1 << 20
DATA = os.urandom(2 * MIB + 12345)


@pytest.fixture
def queued(make: Make) -> Image:
    """An image record that waits for data."""
    return make(disk_format="raw", container_format="bare")


def _file(path: Path) -> Source:
    path.write_bytes(DATA)
    return path


def _open_file(path: Path) -> Source:
    path.write_bytes(b"skip" + DATA)
    file = path.open("rb")
    file.seek(4)
    return file


def _pipe(path: Path) -> Source:
    os.mkfifo(path)
    Thread(target=path.write_bytes, args=(DATA,), daemon=True).start()
    return path


def _blocks(_: Path) -> Source:
    return (DATA[start : start + 300_000] for start in range(0, len(DATA), 300_000))


@pytest.mark.parametrize("source", [_file, _open_file, _pipe, _blocks, lambda _: DATA, lambda _: io.BytesIO(DATA)])
def test_every_kind_of_source_arrives_as_it_is(
    images: ImageClient, queued: Image, tmp_path: Path, source: Callable[[Path], Source]
) -> None:
    sent = images.upload(queued.id, source(tmp_path / "source"))

    record, target = images.get(queued.id), io.BytesIO()
    client.verify(sent, record)
    got = images.download(queued.id, target)
    assert (record.status, record.size) == ("active", len(DATA))
    assert target.getvalue() == DATA
    assert (got.size, got.hashes) == (sent.size, {"sha512": sent.hashes["sha512"]})


def test_the_hashes_of_a_transfer_are_those_of_the_record(images: ImageClient, queued: Image) -> None:
    sent = images.upload(queued.id, DATA)

    record = images.get(queued.id)
    assert record.os_hash_algo == "sha512"
    assert sent.hashes == {"md5": record.checksum, "sha512": record.os_hash_value}
    assert sent.hashes["sha512"] == hashlib.sha512(DATA).hexdigest()


def test_a_sparse_file_is_sent_at_its_apparent_size(images: ImageClient, queued: Image, tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    path.write_bytes(b"begin")
    os.truncate(path, 64 * MIB)

    images.upload(queued.id, path)

    assert images.get(queued.id).size == 64 * MIB


def test_progress_counts_the_bytes_up_to_all_of_them(images: ImageClient, queued: Image) -> None:
    sent: list[tuple[int, int | None]] = []
    got: list[tuple[int, int | None]] = []

    images.upload(queued.id, DATA, progress=lambda *both: sent.append(both))
    images.download(queued.id, io.BytesIO(), progress=lambda *both: got.append(both))

    assert sent == [(MIB, len(DATA)), (2 * MIB, len(DATA)), (len(DATA), len(DATA))]
    assert got[-1] == (len(DATA), len(DATA))


def test_data_for_an_image_that_has_some_is_a_conflict(images: ImageClient, queued: Image) -> None:
    images.upload(queued.id, DATA)

    with pytest.raises(client.Conflict, match="active to saving"):
        images.upload(queued.id, b"other data")


def test_data_for_an_unknown_image_is_not_found(images: ImageClient) -> None:
    with pytest.raises(client.NotFound) as caught:
        images.upload("00000000-0000-4000-8000-000000000000", DATA)

    assert caught.value.from_service


def test_data_of_another_format_is_refused(images: ImageClient, make: Make) -> None:
    image = make(disk_format="qcow2", container_format="bare")

    with pytest.raises(client.UnsupportedMedia):
        images.upload(image.id, DATA)


def test_an_image_without_formats_takes_no_data(images: ImageClient, make: Make) -> None:
    with pytest.raises(client.BadRequest):
        images.upload(make().id, DATA)


def test_an_image_that_is_deleted_during_its_upload_is_gone(images: ImageClient, queued: Image) -> None:
    def deleting() -> Iterator[bytes]:
        yield DATA
        images.wait(queued.id, until=("saving",))
        images.delete(queued.id)
        yield DATA

    with pytest.raises(client.Gone):
        images.upload(queued.id, deleting())


def test_an_image_whose_upload_was_cancelled_takes_data_again(images: ImageClient, queued: Image) -> None:
    with pytest.raises(client.Cancelled):
        images.upload(queued.id, repeat(DATA), cancelled=lambda: images.get(queued.id).status == "saving")

    images.wait(queued.id, until=("queued",))
    images.upload(queued.id, DATA)
    assert images.get(queued.id).size == len(DATA)


def test_a_source_that_is_longer_than_was_said_leaves_the_image_queued(images: ImageClient, queued: Image) -> None:
    with pytest.raises(client.BadSource, match="grew"):
        images.upload(queued.id, iter([DATA, b"more"]), size=len(DATA))

    assert images.wait(queued.id, until=("queued",)).status == "queued"


def test_staged_data_becomes_an_image_by_import(images: ImageClient, queued: Image) -> None:
    sent = images.stage(queued.id, DATA)
    images.import_image(queued.id, "glance-direct")

    record = images.wait(queued.id, timeout=60)
    client.verify(sent, record)


def test_a_download_replaces_a_file_only_under_its_own_name(images: ImageClient, queued: Image, tmp_path: Path) -> None:
    images.upload(queued.id, DATA)
    target, link = tmp_path / "image", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)

    images.download(queued.id, link)

    assert target.read_bytes() == DATA
    assert sorted(tmp_path.iterdir()) == [target, link]
    assert link.is_symlink()


def test_an_image_without_data_cannot_be_downloaded(images: ImageClient, queued: Image, tmp_path: Path) -> None:
    with pytest.raises(client.Conflict, match="the image has no data"):
        images.download(queued.id, tmp_path / "image")

    assert list(tmp_path.iterdir()) == []


def test_a_deactivated_image_cannot_be_downloaded(images: ImageClient, admin: ImageClient, queued: Image) -> None:
    images.upload(queued.id, DATA)
    admin.deactivate(queued.id)

    with pytest.raises(client.Forbidden, match="it has to be reactivated first"):
        images.download(queued.id, io.BytesIO())


# -- what the service does with a size that is declared: the reason for sending it, and for never sending 0


@pytest.mark.parametrize("below", ["file", "stage"])
@pytest.mark.parametrize("declared", ["65536", "16384", "many", ""])
def test_canary_a_declared_size_that_is_not_the_bodys_is_refused(
    images: ImageClient, queued: Image, declared: str, below: str
) -> None:
    with pytest.raises(client.BadRequest):
        _put(images, f"/v2/images/{queued.id}/{below}", bytes(32768), {"x-openstack-image-size": declared})


def test_canary_a_declared_size_of_0_is_ignored(images: ImageClient, queued: Image) -> None:
    _put(images, f"/v2/images/{queued.id}/file", bytes(32768), {"x-openstack-image-size": "0"})

    assert images.get(queued.id).size == 32768


def test_canary_the_service_takes_an_empty_body_for_an_image(images: ImageClient, queued: Image) -> None:
    """Once it refuses this, an empty source need not be refused here any more (client/transfer/source.py)."""
    _put(images, f"/v2/images/{queued.id}/file", b"", {})

    assert (images.get(queued.id).status, images.get(queued.id).size) == ("active", 0)


def _put(images: ImageClient, path: str, body: bytes, headers: dict[str, str]) -> None:
    images._transport.call("PUT", path, body=body, headers={"Content-Type": "application/octet-stream", **headers})
