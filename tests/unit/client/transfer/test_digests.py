from __future__ import annotations

import hashlib
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.transfer.digests import ALGORITHMS, DEPTH, Digests, algorithms


@given(st.lists(st.binary(max_size=100), max_size=3 * DEPTH))
def test_the_digests_of_blocks_are_those_of_the_whole(blocks: list[bytes]) -> None:
    with Digests() as digests:
        for block in blocks:
            digests.update(block)
        found = digests.result()

    whole = b"".join(blocks)
    assert found == {name: hashlib.new(name, whole).hexdigest() for name in ALGORITHMS}


@given(st.integers(min_value=0, max_value=5 * DEPTH))
def test_a_buffer_may_be_used_again_after_as_many_blocks_as_may_wait(count: int) -> None:
    ring = [bytearray(4096) for _ in range(DEPTH + 1)]
    expected = hashlib.sha512()

    with Digests(["sha512"]) as digests:
        for number in range(count):
            buffer = ring[number % len(ring)]
            buffer[:] = bytes([number % 256]) * len(buffer)
            expected.update(buffer)
            digests.update(memoryview(buffer))

        assert digests.result() == {"sha512": expected.hexdigest()}


def test_no_thread_outlives_an_error() -> None:
    before = threading.active_count()
    try:
        with Digests() as digests:
            digests.update(b"begun")
            raise LookupError
    except LookupError:
        pass

    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (None, ["md5", "sha512"]),
        ("", ["md5", "sha512"]),
        ("sha512", ["sha512"]),
        ("SHA256", ["sha256"]),
        ("sha3_256", ["sha3_256"]),
        ("shake_128", ["md5", "sha512"]),
        ("no such", ["md5", "sha512"]),
    ],
)
def test_the_algorithm_that_a_record_names_is_enough(kept: str | None, found: list[str]) -> None:
    assert algorithms(kept) == found


@pytest.mark.parametrize("name", ["nope", "shake_128", "MD5", ""])
def test_a_name_that_is_no_hash_is_refused_before_any_work(name: str) -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="is no hash"):
        Digests(["md5", name])

    assert threading.active_count() == before
