"""Share an image with another project, look the share up, and withdraw it.

API: https://docs.openstack.org/api-ref/image/v2/#sharing. Only a `shared` image has members: for every other one
Glance answers 403 to each call on members, 404 to a look at one, and keeps the rows
(glance/api/v2/image_members.py; measured on Glance 33).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Conflict, Forbidden, Image, ImageServiceError, NotFound
from ecl_pulumi_images.client.images.posting import passing, refused, unsent

from ..conditions import Conditions
from ..existence import GONE, is_admin, really_gone, second_look
from ..failures import Failed
from ..props import Props
from ..timestamps import written

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient, Member

#: Outputs that no input shares.
OUTPUT_ONLY = ("created_at", "endpoint", "owner", "region", "status", "updated_at")


def share(images: ImageClient, image_id: str, member_id: str, conditions: Conditions) -> tuple[Member, Image]:
    """Make the project a member of the image and return both records.

    One that is a member already stays so, with its answer; a warning says so. Raises Failed when that cannot be: the
    image is not shared, not this project's, or the member's own. ImageServiceError as it happens.
    """
    image = images.get(image_id)
    refused = refusal(image, member_id, None if is_admin(images) else images.project_id)
    if refused:
        raise Failed(refused)
    return _added(images, image_id, member_id, conditions), image


def refusal(image: Image, member_id: str, project: str | None) -> str | None:
    """Return why `project` (None: any) cannot share this image with the project `member_id`, or None."""
    if image.owner == member_id:
        return f"member_id: image {image.id} belongs to project {member_id} itself: share it with another project"
    if image.owner and project and image.owner != project:
        return f"image {image.id} belongs to project {image.owner}: only it can share the image, not project {project}"
    if image.visibility != "shared":
        return f"image {image.id} is {image.visibility}: only an image with visibility='shared' can have members"
    return None


def read(
    images: ImageClient, image_id: str, member_id: str, recorded: Props, conditions: Conditions
) -> dict[str, Any] | None:
    """Return the share's outputs, or None when it is proved to be withdrawn or its image gone.

    recorded: outputs in the state. While the image is not shared its members rest: they are answered as recorded,
    and a warning says so. Raises Failed when "not found" may mean other eyes, ImageServiceError otherwise.
    """
    try:
        member = images.get_member(image_id, member_id)
    except (NotFound, Forbidden) as error:
        if rests(images, image_id, member_id, recorded, error, conditions):
            return dict(recorded)
        found = second_look(images, lambda: images.get_member(image_id, member_id))
        if found is None:
            return None
        member = found
    return outputs(images, member, recorded.get("owner"))


def withdraw(images: ImageClient, image_id: str, member_id: str, recorded: Props, conditions: Conditions) -> None:
    """End the sharing; a share that is already gone counts as withdrawn.

    The engine updates before it deletes, so an image that stops being shared in the same run refuses the call.
    The project has no access then, but the row survives: a warning says so.
    """
    try:
        images.remove_member(image_id, member_id)
    except (NotFound, Forbidden) as error:
        if rests(images, image_id, member_id, recorded, error, conditions):
            return
        if second_look(images, lambda: images.get_member(image_id, member_id)):
            images.remove_member(image_id, member_id)


def rests(
    images: ImageClient,
    image_id: str,
    member_id: str,
    recorded: Props,
    error: NotFound | Forbidden,
    conditions: Conditions,
) -> bool:
    """Return whether `error` means that the image is not shared, and tell the user; False when the share is gone.

    recorded: outputs in the state; `owner` is whose eyes the share was seen with. Raises Failed when it may be
    there all the same, and `error` when it means something else.
    """
    try:
        image = images.get(image_id)
    except NotFound as missing:
        really_gone(images, image_id, recorded, missing)
        return False
    if image.status in GONE:
        return False
    if image.visibility == "shared":
        if isinstance(error, Forbidden):
            raise error
        really_gone(images, image_id, recorded, error)
        return False
    conditions.warn(
        f"image {image_id} is {image.visibility}, not shared: project {member_id} has no access as a member, but "
        "the service keeps the share, and it revives as it was once the image is shared again"
    )
    return True


def outputs(images: ImageClient, member: Member, owner: str | None) -> dict[str, Any]:
    """Return a share as Pulumi stores it. owner: the project that the image belongs to."""
    return {
        "created_at": written(member.created_at),
        "endpoint": images.endpoint,
        "image_id": member.image_id,
        "member_id": member.member_id,
        "owner": owner,
        "region": images.region,
        "status": member.status,
        "updated_at": written(member.updated_at),
    }


def _added(images: ImageClient, image_id: str, member_id: str, conditions: Conditions) -> Member:
    """Make the project a member. Whatever the answer leaves open is looked at; where it was not done, once more."""
    for tried in (1, 2):
        try:
            return images.add_member(image_id, member_id)
        except ImageServiceError as error:
            taken = isinstance(error, Conflict)
            if unsent(error) or (refused(error) and not taken):
                raise
            member = _there(images, image_id, member_id, error)
            if member is None and (tried > 1 or not passing(error)):
                raise
        if member is None:
            continue
        if taken and tried == 1:
            conditions.warn(
                f"project {member_id} is a member of image {image_id} already: the share is taken over as it is, "
                f"{member.status}"
            )
        return member
    raise AssertionError("unreachable")


def _there(images: ImageClient, image_id: str, member_id: str, lost: ImageServiceError) -> Member | None:
    """Return the member if it is there; raise `lost` when that cannot be told."""
    try:
        return images.get_member(image_id, member_id)
    except ImageServiceError as error:
        if isinstance(error, NotFound) and error.from_service:
            return None
        raise lost from error
