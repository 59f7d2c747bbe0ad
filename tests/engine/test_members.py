"""Sharing between two tenants, under the real engine and against the real image service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi import Output, ResourceOptions

from ecl_pulumi_images import Image, ImageMember, ImageMemberAcceptance
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.client import ImageClient, UpdateVisibility
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.members import image_id

from .stack import Program, Stack, changes
from .tenants import provider, settings


def listed(client: ImageClient, wanted: str, **filters: Any) -> bool:
    return wanted in {image.id for image in client.list(**filters)}


def test_an_image_is_shared_accepted_seen_rejected_and_withdrawn(
    stack: Stack, images: ImageClient, images2: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    member = cloud.projects["demo2"]
    stack.up(declare(answer=False))
    shared = image_id(stack)

    assert images.get_member(shared, member).status == "pending"
    assert stack.resources()["share"]["id"] == f"{shared}/{member}"
    assert not listed(images2, shared)

    accepted = stack.up(declare())
    assert changes(accepted) == {"create": 2}  # the answer and its provider
    assert images.get_member(shared, member).status == "accepted"
    assert listed(images2, shared)

    rejected = stack.up(declare(status="rejected"))
    assert changes(rejected) == {"update": 1}
    assert not listed(images2, shared)

    stack.up(declare(member=False, answer=False))
    assert images.list_members(shared) == []


def test_everything_in_one_run_and_nothing_in_the_second(
    stack: Stack, images2: ImageClient, declare: Callable[..., Program]
) -> None:
    stack.up(declare())

    again = stack.up(declare())

    assert changes(again) == {}
    assert listed(images2, image_id(stack))


def test_a_preview_of_the_first_run_knows_no_ids_and_is_no_error(stack: Stack, declare: Callable[..., Program]) -> None:
    planned, _ = stack.preview(declare())

    assert planned["create"] == 5  # the stack, the image, the share, the provider, the answer


def test_a_replaced_image_shows_its_share_as_replaced_in_the_preview(
    stack: Stack, iso: Path, tmp_path: Path, cloud: LocalCloud
) -> None:
    def program(disk_format: str) -> Program:
        def declared() -> None:
            image = Image("noble", local_file_path=str(iso), disk_format=disk_format, visibility="shared")
            ImageMember("share", image_id=image.id, member_id=cloud.projects["demo2"])

        return declared

    stack.up(program("iso"))

    planned, _ = stack.preview(program("raw"))
    done = stack.up(program("raw"))

    assert planned["replace"] == 2
    assert changes(done) == {"replace": 2}


def test_an_updated_image_leaves_its_share_alone(stack: Stack, cloud: LocalCloud) -> None:
    def program(name: str) -> Program:
        def declared() -> None:
            image = Image("noble", name=name, visibility="shared")
            ImageMember("share", image_id=image.id, member_id=cloud.projects["demo2"])

        return declared

    stack.up(program("one"))

    planned, _ = stack.preview(program("two"))

    assert planned["update"] == 1
    assert "replace" not in planned


def test_a_share_withdrawn_by_hand_is_drift_and_is_made_again(
    stack: Stack, images: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    program = declare(answer=False)
    stack.up(program)
    images.remove_member(image_id(stack), cloud.projects["demo2"])

    refreshed = stack.refresh()
    repaired = stack.up(program)

    assert changes(refreshed) == {"delete": 1}
    assert changes(repaired) == {"create": 1}
    assert images.get_member(image_id(stack), cloud.projects["demo2"]).status == "pending"


def test_an_answer_changed_by_hand_is_drift_and_is_repaired(
    stack: Stack, images2: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    stack.up(declare())
    images2.update_member(image_id(stack), cloud.projects["demo2"], "rejected")

    refreshed = stack.refresh()
    repaired = stack.up(declare())

    assert changes(refreshed) == {"update": 1}
    assert changes(repaired) == {"update": 1}
    assert images2.get_member(image_id(stack), cloud.projects["demo2"]).status == "accepted"


def test_shares_of_an_image_deleted_by_hand_are_gone_with_it(
    stack: Stack, images: ImageClient, declare: Callable[..., Program]
) -> None:
    stack.up(declare())
    images.delete(image_id(stack))

    refreshed = stack.refresh()

    assert changes(refreshed) == {"delete": 3}


def test_destroy_succeeds_when_the_image_was_deleted_by_hand(
    stack: Stack, images: ImageClient, declare: Callable[..., Program]
) -> None:
    stack.up(declare())
    images.delete(image_id(stack))

    stack.destroy()

    assert stack.resources() == {}


def test_an_image_that_stops_being_shared_lets_its_member_go_and_says_what_survives(
    stack: Stack, images: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    stack.up(declare())
    shared, member = image_id(stack), cloud.projects["demo2"]

    done = stack.up(declare(visibility="private", member=False, answer=False))

    assert changes(done) == {"update": 1, "delete": 3}
    assert f"image {shared} is private, not shared: project {member} has no access as a member" in done.stdout
    assert "it revives as it was once the image is shared again" in done.stdout
    images.update(shared, [UpdateVisibility("shared")])
    assert images.get_member(shared, member).status == "accepted"


def test_a_refresh_while_the_image_is_not_shared_keeps_the_share_and_warns(
    stack: Stack, images: ImageClient, declare: Callable[..., Program]
) -> None:
    stack.up(declare(answer=False))
    images.update(image_id(stack), [UpdateVisibility("private")])

    refreshed = stack.refresh()
    repaired = stack.up(declare(answer=False))

    assert "not shared: project" in refreshed.stdout
    assert changes(repaired) == {"update": 1}
    assert "share" in stack.resources()


def test_a_removed_answer_rejects_the_share(
    stack: Stack, images: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    stack.up(declare())

    stack.up(declare(answer=False))

    assert images.get_member(image_id(stack), cloud.projects["demo2"]).status == "rejected"


def test_a_removed_answer_can_be_left_as_it_is(
    stack: Stack, images: ImageClient, cloud: LocalCloud, declare: Callable[..., Program]
) -> None:
    stack.up(declare(reject_on_delete=False))

    stack.up(declare(answer=False))

    assert images.get_member(image_id(stack), cloud.projects["demo2"]).status == "accepted"


def test_the_owner_cannot_accept_for_the_member(
    stack: Stack, images: ImageClient, cloud: LocalCloud, image: Record
) -> None:
    images.add_member(image.id, cloud.projects["demo2"])

    def program() -> None:
        ImageMemberAcceptance("answer", image_id=image.id, member_id=cloud.projects["demo2"])

    said = stack.failure(lambda: stack.up(program))

    assert f"only project {cloud.projects['demo2']} itself may answer" in said
    assert f"these credentials are for project {cloud.projects['demo1']}" in said
    assert "Traceback" not in said
    assert images.get_member(image.id, cloud.projects["demo2"]).status == "pending"


def test_the_owner_is_told_whose_answer_is_missing(stack: Stack, image: Record) -> None:
    def program() -> None:
        ImageMemberAcceptance("answer", image_id=image.id)

    said = stack.failure(lambda: stack.up(program))

    assert "itself: give the acceptance a Provider with the credentials of the project that it is shared with" in said


def test_an_image_that_nobody_shared_cannot_be_accepted(stack: Stack, cloud: LocalCloud, image: Record) -> None:
    def program() -> None:
        theirs = ResourceOptions(provider=provider(cloud, "demo2"))
        ImageMemberAcceptance("answer", theirs, image_id=image.id)

    said = stack.failure(lambda: stack.up(program))

    assert f"image {image.id} is not shared with project {cloud.projects['demo2']}" in said


@pytest.mark.parametrize("visibility", ["private", "community"])
def test_only_a_shared_image_can_be_shared(
    stack: Stack, images: ImageClient, image: Record, only_share: Callable[..., Program], visibility: str
) -> None:
    images.update(image.id, [UpdateVisibility(visibility)])

    said = stack.failure(lambda: stack.up(only_share(image.id)))

    assert f"image {image.id} is {visibility}: only an image with visibility='shared' can have members" in said


def test_nobody_shares_with_oneself(
    stack: Stack, image: Record, cloud: LocalCloud, only_share: Callable[..., Program]
) -> None:
    said = stack.failure(lambda: stack.up(only_share(image.id, cloud.projects["demo1"])))

    assert f"image {image.id} belongs to project {cloud.projects['demo1']} itself" in said


def test_a_stranger_cannot_share(stack: Stack, images: ImageClient, image: Record, cloud: LocalCloud) -> None:
    images.add_member(image.id, cloud.projects["demo2"])

    def program() -> None:
        theirs = ResourceOptions(provider=provider(cloud, "demo2"))
        ImageMember("share", theirs, image_id=image.id, member_id=cloud.projects["admin"])

    said = stack.failure(lambda: stack.up(program))

    assert f"image {image.id} belongs to project {cloud.projects['demo1']}: only it can share the image" in said


def test_a_members_id_of_another_form_is_warned_of_and_taken(
    stack: Stack, images: ImageClient, image: Record, only_share: Callable[..., Program]
) -> None:
    planned, shown = stack.preview(only_share(image.id, "demo2"), diff=False)
    stack.up(only_share(image.id, "demo2"))
    again = stack.up(only_share(image.id, "demo2"))

    assert planned["create"] == 2
    assert "must be a project's id, which has 32 hexadecimal digits, and not its name" in shown
    assert "32 hexadecimal digits" not in again.stdout
    assert images.get_member(image.id, "demo2").status == "pending"


def test_a_refused_value_that_is_secret_is_not_shown(
    stack: Stack, image: Record, only_share: Callable[..., Program]
) -> None:
    def program() -> None:  # an Output is made inside of one only
        only_share(image.id, Output.secret("hun/ter2"))()

    said = stack.failure(lambda: stack.preview(program))

    assert "property member_id value {[secret]} has a problem: must be a project's id" in said
    assert "hun/ter2" not in said


def test_with_the_wrong_credentials_nothing_looks_gone(stack: Stack, cloud: LocalCloud) -> None:
    def program() -> None:
        image = Image("noble", visibility="shared")
        ImageMember("share", image_id=image.id, member_id=cloud.projects["admin"])

    stack.up(program)
    stack.configure(**settings(cloud, "demo2"))

    said = stack.failure(lambda: stack.refresh(run_program=True, program=program))

    assert f"it belongs to project {cloud.projects['demo1']}" in said
    assert "share" in stack.resources()
    stack.configure(**settings(cloud, "demo1"))
    stack.up(program)
