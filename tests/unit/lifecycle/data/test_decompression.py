"""Compressed data is unpacked while it passes by: whatever its blocks, in constant memory, and never by halves."""

import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.lifecycle.data.decompression import BLOCK, Damaged, unpacked
from tests.support.packing import PACK, checked_zstd, zstd

KINDS = sorted(PACK)
DATA = bytes(range(256)) * 300


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def whole(packed: bytes, size: int = 1000) -> bytes:
    return b"".join(unpacked(cut(packed, size)))


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4), st.sampled_from(KINDS), st.integers(1, 300))
def test_streams_one_after_the_other_give_all_of_their_data_however_they_are_cut(
    parts: list[bytes], kind: str, size: int
) -> None:
    packed = b"".join(map(PACK[kind], parts))

    assert whole(packed, size) == b"".join(parts)


@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_that_is_cut_short_is_an_error(kind: str, data: st.DataObject) -> None:
    packed = PACK[kind](DATA)

    with pytest.raises(Damaged):
        whole(packed[: data.draw(st.integers(0, len(packed) - 1))])


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_stream_that_is_cut_short_is_an_error(kind: str) -> None:
    packed = PACK[kind](DATA)

    with pytest.raises(Damaged, match="cut short"):
        whole(packed + packed[:-2])


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_an_error(kind: str) -> None:
    packed = bytearray(PACK[kind](DATA) if kind != "zst" else checked_zstd(DATA))
    packed[len(packed) // 2] ^= 0xFF

    with pytest.raises(Damaged):
        whole(bytes(packed))


@pytest.mark.parametrize("kind", KINDS)
def test_zero_bytes_behind_a_stream_are_padding(kind: str) -> None:
    assert whole(PACK[kind](DATA) + bytes(4096)) == DATA


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("behind", [b"g", b"garbage", b"metadata that is no stream", bytes(7) + b"x" * 5000])
@pytest.mark.parametrize("kind", KINDS)
def test_other_bytes_behind_a_stream_are_left_out_and_counted_once(kind: str, behind: bytes, size: int) -> None:
    """As gzip(1) does, with a warning: some publishers put metadata there."""
    left_out: list[int] = []

    assert b"".join(unpacked(cut(PACK[kind](DATA) * 2 + behind, size), left_out.append)) == DATA * 2
    assert left_out == [len(behind.lstrip(b"\0"))]


@pytest.mark.parametrize("behind", [b"", bytes(1), bytes(5000)])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_padding(kind: str, behind: bytes) -> None:
    left_out: list[int] = []

    assert b"".join(unpacked([PACK[kind](DATA) + behind], left_out.append)) == DATA
    assert left_out == []


@pytest.mark.parametrize("size", [1, 1000])
def test_a_sound_zstd_with_a_long_window_is_said_to_have_one(size: int) -> None:
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 28})
    packed = packer.compress(DATA) + packer.flush()

    with pytest.raises(Damaged, match=r"needs 256 MiB .* long window, and gets 128 MiB: unpack it by zstd -d --long"):
        whole(packed, size)


@pytest.mark.parametrize("kind", KINDS)
def test_data_that_expands_a_thousandfold_takes_no_more_memory(kind: str) -> None:
    size = 64 << 20
    packed = PACK[kind](bytes(size))
    tracemalloc.start()

    done = sum(map(len, unpacked(cut(packed, BLOCK))))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done == size
    assert peak < 16 << 20


@pytest.mark.parametrize("kind", KINDS)
def test_no_block_is_larger_than_it_may_be(kind: str) -> None:
    assert max(map(len, unpacked([PACK[kind](bytes(5 << 20))]))) <= BLOCK


@pytest.mark.parametrize("data", [b"", b"P", b"QFI\xfb" + bytes(100), b"PK\x03\x04 a zip file"])
def test_data_that_is_not_compressed_is_an_error(data: bytes) -> None:
    with pytest.raises(Damaged, match="leave decompress out"):
        list(unpacked([data]))


def test_what_a_parallel_compressor_writes_is_unpacked() -> None:
    """pzstd puts a skippable frame before each part; pigz and bgzip write many members."""
    skippable = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"size"

    assert whole(skippable + PACK["zst"](DATA) + skippable + PACK["zst"](DATA)) == DATA * 2


def test_output_that_fills_a_block_exactly_is_not_lost() -> None:
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(bytes(BLOCK)) + packer.flush()

    assert whole(packed, 1) == bytes(BLOCK)
