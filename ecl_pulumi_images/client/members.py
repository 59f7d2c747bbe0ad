"""Projects that an image is shared with. API: https://docs.openstack.org/api-ref/image/v2/#sharing"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .constants import ImageMemberStatus
from .deletion import delete
from .errors import Forbidden
from .http.response import decoded, json_list
from .invalid import WireError
from .transport import Transport
from .wire.field import WireField, instant
from .wire.paths import image_path, segment
from .wire.record import RecordSchema, json_object, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One project that may use an image: who, of which image, whether it has accepted (ImageMemberStatus)."""

    member_id: str = ""
    image_id: str = ""
    status: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


class MemberSchema(RecordSchema):
    """The wire form of a member."""

    member_id = WireField(str)
    image_id = WireField(str)
    status = WireField(str)
    created_at = WireField(str, instant)
    updated_at = WireField(str, instant)


_MEMBER = MemberSchema()
_ONLY_SHARED = "only an image with visibility `shared` has members, and only its owner adds or removes them"


def list_members(transport: Transport, image_id: str) -> list[Member]:
    """All members; a member sees only itself. Raises Forbidden when the image is not shared."""
    found = json_list(transport.call("GET", image_path(image_id, "/members")), "members", dict)
    return [record(Member, _MEMBER, one) for one in found]


def get_member(transport: Transport, image_id: str, member_id: str) -> Member:
    """One member. Raises NotFound."""
    return _member(transport, "GET", _path(image_id, member_id), (image_id, member_id))


def add_member(transport: Transport, image_id: str, member_id: str) -> Member:
    """Share the image with a project; it then accepts or rejects. Raises Conflict when it is a member already."""
    segment(member_id, "project id")
    try:
        path, asked = image_path(image_id, "/members"), (image_id, member_id)
        return _member(transport, "POST", path, asked, {"member": member_id})
    except Forbidden as error:
        error.hint = _ONLY_SHARED
        raise


def update_member(transport: Transport, image_id: str, member_id: str, status: ImageMemberStatus | str) -> Member:
    """Accept, reject or leave open; only the member itself may (Forbidden). Raises BadRequest for other words."""
    try:
        return _member(transport, "PUT", _path(image_id, member_id), (image_id, member_id), {"status": str(status)})
    except Forbidden as error:
        error.hint = f"only project {member_id} itself may answer; these credentials are for {transport.project_id}"
        raise


def remove_member(transport: Transport, image_id: str, member_id: str) -> None:
    """End the sharing; only the image's owner may. Raises NotFound, and Forbidden when the image is not shared."""
    try:
        delete(transport, _path(image_id, member_id), lambda: bool(get_member(transport, image_id, member_id)))
    except Forbidden as error:
        error.hint = _ONLY_SHARED
        raise


def _member(
    transport: Transport, method: str, path: str, asked: tuple[str, str], body: dict[str, Any] | None = None
) -> Member:
    """Make a call about one member. asked: image and project, which the answer has to name: anybody can say `{}`."""

    def read(answer: bytes) -> Member:
        found = record(Member, _MEMBER, json_object(answer))
        if (found.image_id.lower(), found.member_id) != (asked[0].lower(), asked[1]):
            raise WireError(f"the answer is about project {found.member_id!r} and image {found.image_id!r}")
        return found

    return decoded(transport.call(method, path, json=body), read)


def _path(image_id: str, member_id: str) -> str:
    return image_path(image_id, f"/members/{segment(member_id, 'project id')}")
