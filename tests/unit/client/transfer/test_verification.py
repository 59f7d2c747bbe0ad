from __future__ import annotations

import hashlib
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client import ChecksumMismatch, Conflict, Image, Transfer, verify
from ecl_pulumi_images.client.transfer.settle import holds, is_staged


def _sent(data: bytes) -> Transfer:
    return Transfer(len(data), {name: hashlib.new(name, data).hexdigest() for name in ("md5", "sha512")})


def _image(data: bytes, **fields: Any) -> Image:
    known = {"size": len(data), "checksum": hashlib.md5(data, usedforsecurity=False).hexdigest()}
    known |= {"os_hash_algo": "sha512", "os_hash_value": hashlib.sha512(data).hexdigest(), "status": "active"}
    return Image(id="i", **{**known, **fields})


@given(st.binary(), st.binary())
def test_a_transfer_is_verified_by_its_own_record_and_no_other(data: bytes, other: bytes) -> None:
    verify(_sent(data), _image(data))
    if data != other:
        with pytest.raises(ChecksumMismatch):
            verify(_sent(data), _image(other))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"size": 5}, "the size of the data is 4, the service's record says 5"),
        ({"size": 0}, "the size of the data is 4, the service's record says 0"),
        ({"checksum": "f" * 32}, "the md5 of the data is"),
        ({"os_hash_value": "f" * 128}, "the sha512 of the data is"),
    ],
)
def test_each_difference_is_named(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ChecksumMismatch, match=words):
        verify(_sent(b"data"), _image(b"data", **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"os_hash_algo": None, "os_hash_value": None},
        {"checksum": None},
        {"size": None},
        {"os_hash_algo": "blake2b", "os_hash_value": "ab"},
        {"os_hash_value": hashlib.sha512(b"data").hexdigest().upper()},
    ],
)
def test_what_a_record_lacks_or_says_in_another_way_is_no_difference(fields: dict[str, Any]) -> None:
    verify(_sent(b"data"), _image(b"data", **fields))


def test_a_transfer_cannot_be_changed_and_can_be_pickled_and_hashed() -> None:
    transfer = _sent(b"data")

    with pytest.raises(TypeError):
        transfer.hashes["md5"] = "other"  # type: ignore[index]  # that is the point
    assert pickle.loads(pickle.dumps(transfer)) == transfer  # noqa: S301  our own bytes
    assert hash(transfer) == hash(_sent(b"data"))


def test_a_queued_image_holds_nothing() -> None:
    assert not holds(Image(id="i", status="queued"), _sent(b"data"))


def test_an_active_image_holds_what_was_sent_or_it_is_an_error() -> None:
    assert holds(_image(b"data"), _sent(b"data"))
    with pytest.raises(ChecksumMismatch):
        holds(_image(b"other"), _sent(b"data"))
    with pytest.raises(Conflict, match="not with our data"):
        holds(_image(b"data"), None)


def test_an_image_is_staged_when_its_size_is_known() -> None:
    assert is_staged(Image(id="i", status="uploading", size=4))
    assert not is_staged(Image(id="i", status="uploading"))
    assert not is_staged(Image(id="i", status="saving", size=4))
