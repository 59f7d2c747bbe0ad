"""A compressed local file is unpacked when that is declared, and refused, with the way out, when it is not."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from ecl_pulumi_images.acts.checking import check
from tests.support.packing import PACK, Pack

QCOW2 = b"QFI\xfb" + bytes(500)
ISO = bytes(0x8001) + b"CD001" + bytes(100)

Write = Callable[[bytes], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes) -> str:
        path = tmp_path / "image"
        path.write_bytes(content)
        return str(path)

    return written


def refusals(**declared: bool | str) -> dict[str, str]:
    return {failure.property: failure.reason for failure in check(declared)[1]}


@pytest.mark.parametrize("pack", PACK.values())
def test_a_compressed_file_is_refused_unless_it_is_to_be_unpacked_or_kept(write: Write, pack: Pack) -> None:
    path = write(pack(QCOW2))

    assert "set it to True, or set disk_format='raw'" in refusals(local_file_path=path)["decompress"]
    assert refusals(local_file_path=path, disk_format="qcow2").keys() == {"decompress"}
    assert refusals(local_file_path=path, disk_format="raw", decompress=False) == {}
    assert refusals(local_file_path=path, disk_format="qcow2", container_format="compressed") == {}


@pytest.mark.parametrize("pack", PACK.values())
@pytest.mark.parametrize(("content", "found"), [(QCOW2, "qcow2"), (ISO, "iso"), (b"\0", "raw")])
def test_the_format_is_that_of_the_unpacked_data(write: Write, pack: Pack, content: bytes, found: str) -> None:
    inputs, failures = check({"local_file_path": write(pack(content)), "decompress": True})

    assert failures == []
    assert inputs["disk_format"] == found


@pytest.mark.parametrize("pack", PACK.values())
def test_unpacked_data_of_another_format_than_declared_is_refused(write: Write, pack: Pack) -> None:
    path = write(pack(QCOW2))

    assert "the data is qcow2" in refusals(local_file_path=path, decompress=True, disk_format="iso")["disk_format"]


def test_a_file_that_cannot_be_unpacked_is_refused(write: Write) -> None:
    assert "leave decompress out" in refusals(local_file_path=write(QCOW2), decompress=True)["local_file_path"]
    cut = gzip.compress(QCOW2)[:-1]
    assert "cut short" in refusals(local_file_path=write(cut), decompress=True)["local_file_path"]


def test_data_in_another_container_is_not_looked_into(write: Write) -> None:
    assert refusals(local_file_path=write(b"a tar"), disk_format="vmdk", container_format="ova") == {}
