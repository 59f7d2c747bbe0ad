"""An xz stream does not get the memory that it claims, and the error says how much that is."""

import lzma
import zlib

import pytest

from ecl_pulumi_images.lifecycle.data.decompression import Damaged, unpacked
from ecl_pulumi_images.lifecycle.data.xz_header import MOST, dictionary

MIB = 1 << 20


def packed(size: int, *before: dict[str, int]) -> bytes:
    """A file of some bytes whose header claims a dictionary of `size`."""
    filters = [*before, {"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 4096}]
    made = bytearray(lzma.compress(b"noble" * 1000, filters=filters))
    header = made[12 : 12 + 4 * (made[12] + 1)]
    at = header.index(bytes([lzma.FILTER_LZMA2, 1])) + 2
    header[at] = next(bits for bits in range(41) if bits == 40 or (2 | bits & 1) << (bits // 2 + 11) >= size)
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    made[12 : 12 + len(header)] = header
    return bytes(made)


@pytest.mark.parametrize("size", [256 * MIB, 1536 * MIB, 1 << 32])
@pytest.mark.parametrize("before", [(), ({"id": lzma.FILTER_X86},), ({"id": lzma.FILTER_DELTA, "dist": 4},)])
def test_a_stream_that_claims_too_much_is_refused_with_its_claim_and_the_way_out(
    size: int, before: tuple[dict[str, int], ...]
) -> None:
    with pytest.raises(Damaged) as refused:
        list(unpacked([packed(size, *before)]))

    assert f"claims a dictionary of {(size - (size == 1 << 32)) // MIB} MiB" in str(refused.value)
    assert "xz --decompress" in str(refused.value)


@pytest.mark.parametrize("size", [4096, 64 * MIB, 128 * MIB])
def test_what_xz_makes_is_unpacked(size: int) -> None:
    assert b"".join(unpacked([packed(size)])) == b"noble" * 1000


def test_a_later_stream_that_claims_too_much_is_refused_too() -> None:
    with pytest.raises(Damaged, match=r"claims .* to be unpacked"):
        list(unpacked([packed(4096), packed(1 << 30)]))


@pytest.mark.parametrize("length", range(60))
def test_a_header_that_is_cut_tells_nothing_or_the_truth(length: int) -> None:
    assert dictionary(packed(1536 * MIB)[:length]) in (None, 1536 * MIB)


def test_the_limit_lets_the_largest_window_of_zstd_in() -> None:
    assert MOST > 128 * MIB
