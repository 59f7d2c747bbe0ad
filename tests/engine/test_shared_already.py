"""Shares that are there already, declared twice, renamed or replaced."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import ImageMember, ImageMemberAcceptance
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack, changes
from .tenants import provider


def test_a_share_that_is_there_already_is_taken_over_with_its_answer(
    stack: Stack,
    images: ImageClient,
    images2: ImageClient,
    image: Record,
    cloud: LocalCloud,
    only_share: Callable[..., Program],
) -> None:
    member = cloud.projects["demo2"]
    images.add_member(image.id, member)
    images2.update_member(image.id, member, "accepted")

    done = stack.up(only_share(image.id))
    again = stack.up(only_share(image.id))

    assert f"project {member} is a member of image {image.id} already: the share is taken over as it is" in done.stdout
    assert stack.resources()["share"]["outputs"]["status"] == "accepted"
    assert images.get_member(image.id, member).status == "accepted"
    assert changes(again) == {}
    stack.destroy()
    assert images.list_members(image.id) == []


@pytest.mark.parametrize("there", [False, True])
def test_the_same_share_declared_twice_is_one_clear_line_in_the_preview(
    stack: Stack, images: ImageClient, image: Record, cloud: LocalCloud, there: bool
) -> None:
    def program(*names: str) -> Program:
        def declare() -> None:
            before: list[ImageMember] = []
            for name in names:
                options = ResourceOptions(depends_on=before)
                before = [ImageMember(name, options, image_id=image.id, member_id=cloud.projects["demo2"])]

        return declare

    if there:
        stack.up(program("first"))

    said = stack.failure(lambda: stack.preview(program("first", "again")))

    assert "the resource 'first' has the same share: declare it once in a program" in said
    assert "Traceback" not in said


def test_an_answer_declared_twice_is_one_clear_line(
    stack: Stack, images: ImageClient, image: Record, cloud: LocalCloud
) -> None:
    images.add_member(image.id, cloud.projects["demo2"])

    def program() -> None:
        theirs = provider(cloud, "demo2")
        first = ImageMemberAcceptance("first", ResourceOptions(provider=theirs), image_id=image.id)
        later = ResourceOptions(provider=theirs, depends_on=[first])
        ImageMemberAcceptance("again", later, image_id=image.id, member_id=cloud.projects["demo2"], status="rejected")

    said = stack.failure(lambda: stack.up(program))

    assert "the resource 'first' has the same share: declare it once in a program" in said
    assert "Traceback" not in said


def test_a_share_and_its_answer_survive_a_renamed_resource(
    stack: Stack, images: ImageClient, image: Record, cloud: LocalCloud
) -> None:
    def program(name: str) -> Program:
        def declare() -> None:
            share = ImageMember(f"{name} share", image_id=image.id, member_id=cloud.projects["demo2"])
            theirs = ResourceOptions(provider=provider(cloud, "demo2"))
            ImageMemberAcceptance(f"{name} answer", theirs, image_id=share.image_id)

        return declare

    stack.up(program("old"))

    stack.up(program("new"))

    assert images.get_member(image.id, cloud.projects["demo2"]).status == "accepted"
    assert {"new share", "new answer"} <= stack.resources().keys()


def test_a_share_survives_a_replacement_by_force(
    stack: Stack, images: ImageClient, image: Record, cloud: LocalCloud, only_share: Callable[..., Program]
) -> None:
    stack.up(only_share(image.id))

    stack.up(only_share(image.id), replace=[stack.resources()["share"]["urn"]])

    assert images.get_member(image.id, cloud.projects["demo2"]).status == "pending"
