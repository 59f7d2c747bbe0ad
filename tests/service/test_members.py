"""Sharing an image (cases G1 and G3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from ecl_pulumi_images.client import Image, ImageClient, UpdateVisibility, errors


@pytest.fixture
def member(images2: ImageClient) -> str:
    return str(images2.project_id)


def test_a_share_is_made_accepted_read_and_ended(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image], member: str
) -> None:
    image = make(visibility="shared")

    added = images.add_member(image.id, member)

    assert (added.member_id, added.image_id, added.status) == (member, image.id, "pending")
    assert isinstance(added.created_at, datetime)
    assert added.created_at.tzinfo is not None
    assert images2.update_member(image.id, member, "accepted").status == "accepted"
    assert images.get_member(image.id, member).status == "accepted"
    assert [one.member_id for one in images.list_members(image.id)] == [member]
    images.remove_member(image.id, member)
    with pytest.raises(errors.NotFound):
        images.get_member(image.id, member)
    with pytest.raises(errors.NotFound):
        images.remove_member(image.id, member)


def test_sharing_twice_is_a_conflict(images: ImageClient, make: Callable[..., Image], member: str) -> None:
    image = make(visibility="shared")
    images.add_member(image.id, member)

    with pytest.raises(errors.Conflict):
        images.add_member(image.id, member)


def test_only_the_member_accepts_and_only_the_owner_ends(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image], member: str
) -> None:
    image = make(visibility="shared")
    images.add_member(image.id, member)

    with pytest.raises(errors.Forbidden, match=f"only project {member} itself may answer"):
        images.update_member(image.id, member, "accepted")
    with pytest.raises(errors.Forbidden):
        images2.remove_member(image.id, member)
    with pytest.raises(errors.BadRequest):
        images2.update_member(image.id, member, "perhaps")


def test_a_private_image_has_no_members(images: ImageClient, make: Callable[..., Image], member: str) -> None:
    image = make(visibility="private")

    with pytest.raises(errors.Forbidden, match="only an image with visibility `shared` has members"):
        images.add_member(image.id, member)


def test_an_accepted_share_survives_a_time_of_being_private(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image], member: str
) -> None:
    image = make(visibility="shared")
    images.add_member(image.id, member)
    images2.update_member(image.id, member, "accepted")
    images.update(image.id, [UpdateVisibility("private")])

    with pytest.raises(errors.Forbidden):
        images.list_members(image.id)
    with pytest.raises(errors.Forbidden):
        images.remove_member(image.id, member)
    images.update(image.id, [UpdateVisibility("shared")])
    assert images.get_member(image.id, member).status == "accepted"


@pytest.mark.parametrize("member_id", ["", "..", "a/b"])
def test_a_malformed_member_is_refused_before_a_call(
    images: ImageClient, make: Callable[..., Image], member_id: str
) -> None:
    image = make(visibility="shared")

    for call in (images.add_member, images.get_member, images.remove_member):
        with pytest.raises(errors.BadRequest, match="is no project id"):
            call(image.id, member_id)


def test_who_may_not_change_an_image_is_told_whose_it_is(
    images: ImageClient, images2: ImageClient, make: Callable[..., Image], member: str
) -> None:
    image = make(visibility="shared")
    images.add_member(image.id, member)

    with pytest.raises(errors.Forbidden, match=f"belongs to project {images.project_id}"):
        images2.delete(image.id)
    with pytest.raises(errors.Forbidden, match=f"these credentials are for {member}"):
        images2.update(image.id, [UpdateVisibility("private")])
