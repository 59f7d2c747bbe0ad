"""What an upload hashes is what the service can be compared by, and no more."""

import hashlib
from pathlib import Path

import pytest

from ecl_pulumi_images.client import ChecksumMismatch, Image, Transfer, verify
from ecl_pulumi_images.lifecycle.data.source import Data
from ecl_pulumi_images.lifecycle.image.upload import _comparable, hashes

NEW, OLD = Image(id="1", os_hidden=False), Image(id="1")


def test_one_hash_is_computed_where_the_service_keeps_it_too(tmp_path: Path) -> None:
    file = Data(b"", str(tmp_path / "image"), 4)
    stream = Data(b"", iter([b"data"]), None)

    assert hashes(NEW, file) == ("sha512",)
    assert hashes(OLD, file) == hashes(NEW, stream) == ("md5", "sha512")


@pytest.mark.parametrize("damaged", [False, True])
def test_a_service_with_another_hash_is_compared_by_md5(tmp_path: Path, damaged: bool) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"data")
    held = b"atad" if damaged else b"data"
    record = Image(
        id="1",
        size=4,
        checksum=hashlib.md5(held, usedforsecurity=False).hexdigest(),
        os_hash_algo="sha256",
        os_hash_value=hashlib.sha256(held).hexdigest(),
    )
    sent = Transfer(4, {"sha512": hashlib.sha512(b"data").hexdigest()})

    proof = _comparable(sent, record, Data(b"", str(path), 4))

    if damaged:
        with pytest.raises(ChecksumMismatch):
            verify(proof, record)
    else:
        assert proof.hashes.keys() == {"md5", "sha512"}
        verify(proof, record)
