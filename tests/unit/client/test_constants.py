"""Constants read as their wire values, on every Python."""

import json

import pytest

from ecl_pulumi_images.client.constants import (
    ImageDateFilter,
    ImageMemberStatus,
    ImageStatus,
    ImageVisibility,
    UpdateOp,
)

Constant = ImageStatus | ImageVisibility | ImageMemberStatus | ImageDateFilter | UpdateOp
ALL: list[type[Constant]] = [ImageStatus, ImageVisibility, ImageMemberStatus, ImageDateFilter, UpdateOp]
MEMBERS = [member for kind in ALL for member in kind]


@pytest.mark.parametrize("member", MEMBERS)
def test_a_constant_is_its_wire_value_in_every_kind_of_text(member: Constant) -> None:
    assert [member, str(member), f"{member}", f"{member:>1}", "%s" % member] == [member.value] * 5  # noqa: UP031  all forms
    assert json.dumps(member) == json.dumps(member.value)


def test_statuses_are_those_of_the_seed_and_the_two_of_imports() -> None:
    seed = {"queued", "saving", "active", "killed", "deleted", "pending_delete", "deactivated"}

    assert {status.value for status in ImageStatus} == seed | {"uploading", "importing"}


def test_visibilities_are_those_of_the_seed() -> None:
    assert {visibility.value for visibility in ImageVisibility} == {"public", "private", "shared", "community"}


def test_member_statuses_have_all_as_a_filter() -> None:
    assert {status.value for status in ImageMemberStatus} == {"accepted", "pending", "rejected", "all"}


def test_date_filters_are_those_of_the_seed() -> None:
    assert {compare.value for compare in ImageDateFilter} == {"gt", "gte", "lt", "lte", "neq", "eq"}


def test_update_operations_are_the_three_that_glance_takes() -> None:
    assert {op.value for op in UpdateOp} == {"add", "replace", "remove"}
