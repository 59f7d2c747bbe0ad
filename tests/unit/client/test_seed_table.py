"""docs/seed.md leaves no name of the Go SDK out, and promises nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client.images import patch

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "docs" / "seed.md"

#: Functions, results, types and constants without parts of their own, as the Go package's documentation lists them.
PLAIN = """
    List Create Get Update Delete ExtractImages CreateResult GetResult UpdateResult DeleteResult
    CreateOptsBuilder ListOptsBuilder Patch UpdateOptsBuilder UpdateOp ImageStatus ImageStatusQueued
    ImageStatusSaving ImageStatusActive ImageStatusKilled ImageStatusDeleted
    ImageStatusPendingDelete ImageStatusDeactivated ImageVisibility ImageVisibilityPublic
    ImageVisibilityPrivate ImageVisibilityShared ImageVisibilityCommunity ImageMemberStatus
    ImageMemberStatusAccepted ImageMemberStatusPending ImageMemberStatusRejected
    ImageMemberStatusAll ImageDateFilter FilterGT FilterGTE FilterLT FilterLTE FilterNEQ FilterEQ
"""

#: Types and their fields and methods.
PARTS = {
    "CreateOpts": """
        ToImageCreateMap Name ID Visibility Tags ContainerFormat DiskFormat MinDisk MinRAM
        LicenseSwitch Protected Properties
    """,
    "Image": """
        UnmarshalJSON ID Name Status Tags ContainerFormat DiskFormat MinDiskGigabytes
        MinRAMMegabytes Owner Protected Visibility Checksum SizeBytes Metadata Properties CreatedAt
        UpdatedAt File Schema VirtualSize LicenseSwitch
    """,
    "ListOpts": """
        ToImageListQuery ID Limit Marker Name Visibility MemberStatus Owner Status SizeMin SizeMax
        Sort SortKey SortDir Tags CreatedAtQuery UpdatedAtQuery ContainerFormat DiskFormat
    """,
    "ImageDateQuery": """
        Date Filter
    """,
    "ImagePage": """
        IsEmpty NextPageURL
    """,
    "UpdateOpts": """
        ToImageUpdateMap
    """,
    "ReplaceImageName": """
        ToImagePatchMap NewName
    """,
    "ReplaceImageChecksum": """
        ToImagePatchMap Checksum
    """,
    "ReplaceImageTags": """
        ToImagePatchMap NewTags
    """,
    "UpdateVisibility": """
        ToImagePatchMap Visibility
    """,
    "UpdateImageProperty": """
        ToImagePatchMap Op Name Value
    """,
}
SEED = {*PLAIN.split(), *PARTS, *(f"{kind}.{part}" for kind, parts in PARTS.items() for part in parts.split())}


def rows() -> Iterator[list[str]]:
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


ROWS = list(rows())
TESTS = sorted({pair for *_, proof in ROWS for pair in re.findall(r"\[(\w+)\]\(\.\./([\w/.]+)\)", proof)})
OURS = sorted({name for _, ours, _ in ROWS for name in re.findall(r"`([\w.]+)`", ours)})


def test_every_name_of_the_go_sdk_has_one_row() -> None:
    assert sorted(name.strip("`") for name, *_ in ROWS) == sorted(SEED)


def test_no_row_is_empty() -> None:
    assert all(len(row) == 3 and all(row) for row in ROWS)
    assert all(re.search(r"\[test_\w+\]\(\.\./tests/", proof) for *_, proof in ROWS)


@pytest.mark.parametrize(("test", "file"), TESTS)
def test_the_test_that_proves_a_row_exists(test: str, file: str) -> None:
    assert f"\ndef {test}(" in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("name", OURS)
def test_the_name_that_a_row_gives_exists_in_the_client(name: str) -> None:
    found = client
    for part in name.split("."):
        found = patch if part == "patch" else getattr(found, part)

    assert found is not None
