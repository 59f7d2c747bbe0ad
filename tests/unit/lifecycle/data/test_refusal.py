"""What no server boots from, or the service refuses, is refused by its own bytes, before anything is sent."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_utils.imageutils import format_inspector

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.data.disk_format import HEAD, disk_format
from ecl_pulumi_images.lifecycle.data.inspector import TAIL, fault
from ecl_pulumi_images.lifecycle.data.refusal import refusal
from tests.support.disks import FOREIGN, HALF, TAKEN, entry, iso, partitioned, qcow2, tar
from tests.support.packing import PACK, Pack

DISKS = {**TAKEN, **HALF}

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


def accepts(data: bytes, wish: str) -> bool:
    """Whether Glance takes the data: glance/location.py, `ImageProxy.set_data`, with its default settings."""
    seen = format_inspector.InspectWrapper(io.BytesIO(data))
    while seen.read(4096):
        pass
    seen.close()
    try:
        found = {str(one): one for one in seen.formats or ()}
        one = found["iso"] if found.keys() == {"iso", "gpt"} else seen.format
        if str(one) != wish and wish == "raw" and len(found) > 1:
            return False
        if str(one) != wish != "raw" and (str(one) != "raw" or wish in format_inspector.ALL_FORMATS):
            return False
        assert one is not None
        one.safety_check()
    except (format_inspector.ImageFormatError, format_inspector.SafetyCheckFailed):
        return False
    return True


# -- what is no disk


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("wish", [{}, {"disk_format": "raw"}])
def test_data_that_is_no_disk_is_refused_and_named(write: Write, name: str, wish: dict[str, str]) -> None:
    said = refusals(local_file_path=write(FOREIGN[name]), **wish)

    assert name.partition(",")[0] in said["local_file_path"]


@pytest.mark.parametrize("name", sorted(FOREIGN.keys() - {"an Apple disk image"}))
@pytest.mark.parametrize("pack", PACK.values())
def test_data_that_is_no_disk_once_unpacked_is_refused_and_named(write: Write, name: str, pack: Pack) -> None:
    said = refusals(local_file_path=write(pack(FOREIGN[name])), decompress=True)

    assert name.partition(",")[0] in said["local_file_path"]


@pytest.mark.parametrize(
    "data", [*FOREIGN.values(), *(data for data, _ in HALF.values()), *(p(b"x") for p in PACK.values())]
)
def test_any_bytes_are_kept_that_are_declared_raw_and_not_to_be_unpacked(write: Write, data: bytes) -> None:
    assert refusals(local_file_path=write(data), disk_format="raw", decompress=False) == {}


def test_an_ova_is_taken_as_one_and_its_refusal_says_how(write: Write) -> None:
    path = write(tar("machine.ovf"))

    assert "container_format='ova'" in refusals(local_file_path=path)["local_file_path"]
    assert refusals(local_file_path=path, disk_format="vmdk", container_format="ova") == {}


@pytest.mark.parametrize("wish", ["aki", "ari", "ami"])
@pytest.mark.parametrize("data", [FOREIGN["a program (ELF)"], FOREIGN["a cpio archive"], PACK["gz"](b"070701")])
def test_a_kernel_and_its_ramdisk_may_be_what_they_are(write: Write, wish: str, data: bytes) -> None:
    assert refusals(local_file_path=write(data), disk_format=wish) == {}


@pytest.mark.parametrize("pack", PACK.values())
def test_packed_data_declared_raw_is_refused_unless_it_is_to_be_kept(write: Write, pack: Pack) -> None:
    """What everybody writes who comes from Terraform, where disk_format has to be there."""
    path = write(pack(bytes(600)))

    assert "set it to True" in refusals(local_file_path=path, disk_format="raw")["decompress"]
    assert refusals(local_file_path=path, disk_format="raw", decompress=False) == {}
    assert refusals(local_file_path=path, disk_format="raw", decompress=True) == {}


@pytest.mark.parametrize("outer", PACK.values())
@pytest.mark.parametrize("wish", [{}, {"disk_format": "raw"}])
def test_data_that_is_packed_twice_is_said_to_be(write: Write, outer: Pack, wish: dict[str, str]) -> None:
    said = refusals(local_file_path=write(outer(PACK["gz"](bytes(600)))), decompress=True, **wish)

    assert "packed twice" in said["decompress"]
    assert "set it to True" not in said["decompress"]


# -- what is only half of a disk, or otherwise refused by the service


@pytest.mark.parametrize("name", HALF)
def test_what_the_service_refuses_after_the_upload_is_refused_before_it_with_a_way_out(write: Write, name: str) -> None:
    data, wish = HALF[name]
    said = refusals(local_file_path=write(data), disk_format=wish)

    assert said
    assert any(
        way in reason
        for reason in said.values()
        for way in ("qemu-img convert", "declare", "cryptsetup", "into a partition")
    )


@pytest.mark.parametrize("name", TAKEN)
def test_what_the_service_takes_is_taken_and_its_format_found(write: Write, name: str) -> None:
    data, format_ = TAKEN[name]
    warned: list[str] = []

    inputs, failures = check({"local_file_path": write(data)}, warn=warned.append)

    assert failures == []
    assert warned == []
    assert inputs["disk_format"] == format_


def test_a_format_that_is_left_out_does_not_hide_a_fixed_vhd(write: Write) -> None:
    said = refusals(local_file_path=write(HALF["fixed VHD"][0]))["disk_format"]

    assert "fixed VHD" in said
    assert "subformat=dynamic" in said
    assert refusals(local_file_path=write(HALF["fixed VHD"][0]), disk_format="raw") == {}


def test_an_older_service_may_be_given_what_todays_refuse(write: Write) -> None:
    assert refusals(local_file_path=write(qcow2(features=16)), disk_format="qcow2", decompress=False) == {}
    assert (
        "the data is iso"
        in refusals(local_file_path=write(iso()), disk_format="qcow2", decompress=False)["disk_format"]
    )


def test_bytes_without_any_signature_are_taken_for_raw_with_a_warning(write: Write) -> None:
    path = write(b"boot" + bytes(600))
    warned: list[str] = []

    inputs, failures = check({"local_file_path": path}, warn=warned.append)

    assert (inputs["disk_format"], failures) == ("raw", [])
    assert ["declare it" in said for said in warned] == [True]
    check({"local_file_path": path, "disk_format": "raw"}, warn=warned.append)
    assert len(warned) == 1


# -- the same verdict as the service's own look


@pytest.mark.parametrize("wish", ["raw", "qcow2", "vmdk", "vdi", "vhd", "vhdx", "iso", "aki", "gpt", "luks", "qed"])
@pytest.mark.parametrize("name", DISKS)
def test_the_foretold_verdict_is_the_services_own(name: str, wish: str) -> None:
    data, _ = DISKS[name]

    assert (fault(wish, data[:HEAD], data[-TAIL:]) is None) == accepts(data, wish)


@settings(deadline=None)
@given(st.data())
def test_whatever_the_header_says_the_verdict_is_the_services_own(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DISKS)))
    disk = bytearray(DISKS[name][0])
    # but for the size of a VMDK's descriptor, which may then reach further than anything looks
    places = st.one_of(st.integers(0, 35), st.integers(44, 100), st.integers(440, 600))
    for _ in range(data.draw(st.integers(1, 3))):
        disk[data.draw(places)] = data.draw(st.integers(0, 255))
    wish = data.draw(st.sampled_from(["raw", disk_format(bytes(disk[:HEAD])) or "raw"]))
    if name == "the descriptor alone":
        return

    assert (fault(wish, bytes(disk[:HEAD]), bytes(disk[-TAIL:])) is None) == accepts(bytes(disk), wish)


@settings(deadline=None)
@given(st.lists(st.builds(entry, st.sampled_from([0, 0x83, 0xEE]), boot=st.sampled_from([0, 0x80, 1])), max_size=4))
def test_whatever_the_partition_table_the_verdict_is_the_services_own(entries: list[bytes]) -> None:
    data = partitioned(*entries)

    assert (refusal({"disk_format": "raw"}, data[:HEAD]) is None) == accepts(data, "raw")
