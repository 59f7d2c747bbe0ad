"""Answer a share, as the project that the image is shared with.

Only the member itself may answer (glance/policies/image.py, `modify_member`; the owner gets 403), so this has
credentials of its own: those of the member's project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Forbidden, ImageServiceError, NotFound

from ..conditions import Conditions
from ..existence import is_admin, second_look
from ..failures import Failed
from ..props import Props
from .member import outputs, rests

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient


def answer(images: ImageClient, declared: Props) -> dict[str, Any]:
    """Set the declared status and return the share's outputs.

    Raises Failed without any call when the credentials are another project's, and when nothing is shared with
    this project; ImageServiceError as it happens.
    """
    image_id, member_id = declared["image_id"], acting_member(images, declared.get("member_id"))
    try:
        return outputs(images, images.update_member(image_id, member_id, declared["status"]), None)
    except NotFound as error:
        raise Failed(_why_not(images, image_id, member_id, error)) from error


def acting_member(images: ImageClient, member_id: str | None) -> str:
    """Return the project that answers: the declared one, by default the token's. Raises Failed for a stranger's."""
    project = images.project_id
    if member_id is None and project is None:
        raise Failed("member_id: these credentials name no project; declare the member's id")
    if member_id is not None and project is not None and member_id != project and not is_admin(images):
        raise Failed(
            f"member_id: only project {member_id} itself may answer, and these credentials are for project {project}: "
            "give the acceptance a Provider with the member's credentials (opts=ResourceOptions(provider=...))"
        )
    return str(member_id or project)


def read(images: ImageClient, recorded: Props, conditions: Conditions) -> dict[str, Any] | None:
    """Return the share's outputs, or None when it is proved to be withdrawn or its image gone.

    Raises Failed when "not found" may mean other eyes, ImageServiceError otherwise.
    """
    image_id, member_id = recorded["image_id"], str(recorded.get("member_id") or images.project_id)
    try:
        member = images.get_member(image_id, member_id)
    except (NotFound, Forbidden) as error:
        if rests(images, image_id, member_id, _of_the_member(recorded), error, conditions):
            return dict(recorded)
        found = second_look(images, lambda: images.get_member(image_id, member_id))
        if found is None:
            return None
        member = found
    return outputs(images, member, None)


def reject(images: ImageClient, recorded: Props, conditions: Conditions) -> None:
    """Take the image out of the member's list; a share that is withdrawn already needs no answer."""
    image_id, member_id = recorded["image_id"], recorded["member_id"]
    try:
        images.update_member(image_id, member_id, "rejected")
    except (NotFound, Forbidden) as error:
        if rests(images, image_id, member_id, _of_the_member(recorded), error, conditions):
            return
        if second_look(images, lambda: images.get_member(image_id, member_id)):
            images.update_member(image_id, member_id, "rejected")


def _of_the_member(recorded: Props) -> dict[str, Any]:
    """A member's share is looked for with the member's eyes, not with the owner's."""
    return {**recorded, "owner": recorded.get("member_id")}


def _why_not(images: ImageClient, image_id: str, member_id: str, error: NotFound) -> str:
    """Say why there is no share to answer."""
    try:
        image = images.get(image_id)
    except ImageServiceError:
        return (
            f"image {image_id} is not shared with project {member_id}, or is gone: the owner shares it first ({error})"
        )
    if image.owner == member_id:
        return (
            f"image {image_id} belongs to project {member_id} itself: "
            "give the acceptance a Provider with the credentials of the project that it is shared with"
        )
    return f"image {image_id} ({image.visibility}) is not shared with project {member_id}: the owner shares it first"
