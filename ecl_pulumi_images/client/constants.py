"""The constants of the image service.

Each member is a plain string: it compares equal to the wire value, and `str()` and f-strings give that value.
Every function that takes one of these takes the bare string too, so that a value younger than this list works.
"""

from __future__ import annotations

from enum import Enum


class _WireValue(str, Enum):
    """A string constant that reads as its wire value wherever it is printed or formatted."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return str.__format__(self, spec)


class ImageStatus(_WireValue):
    """Where an image is in its life (glance/domain/__init__.py, `Image.valid_state_targets`)."""

    QUEUED = "queued"  #: The record exists and waits for data; also what a failed import goes back to.
    SAVING = "saving"  #: Data is being uploaded. Changes made now are lost when the upload ends.
    UPLOADING = "uploading"  #: Data is staged for an import.
    IMPORTING = "importing"  #: An import is at work.
    ACTIVE = "active"  #: The data is there and can be used.
    DEACTIVATED = "deactivated"  #: The data is there, but only administrators may read it.
    KILLED = "killed"  #: The upload failed; the data is not readable.
    PENDING_DELETE = "pending_delete"  #: Deleted; the data goes later.
    DELETED = "deleted"  #: Gone; the service may keep the record for a while.


class ImageVisibility(_WireValue):
    """Who sees an image. Unset at creation means the service's own default: `shared` since API 2.5."""

    PUBLIC = "public"  #: Everyone. Only administrators may set it, unless the cloud's policy says otherwise.
    PRIVATE = "private"  #: The owner.
    SHARED = "shared"  #: The owner and the members.
    COMMUNITY = "community"  #: Everyone who asks for it; it is in nobody else's list by default.


class ImageMemberStatus(_WireValue):
    """What a member answered to a share."""

    ACCEPTED = "accepted"  #: The image is in the member's list.
    PENDING = "pending"  #: No answer yet. The member can use the image by its id.
    REJECTED = "rejected"  #: Refused. The member can still use the image by its id.
    ALL = "all"  #: Only a filter of lists: whatever the answer.


class ImageDateFilter(_WireValue):
    """How a date in a filter compares with an image's (glance/common/utils.py, `evaluate_filter_op`)."""

    GT = "gt"  #: later than
    GTE = "gte"  #: at or later than
    LT = "lt"  #: earlier than
    LTE = "lte"  #: at or earlier than
    NEQ = "neq"  #: not at
    EQ = "eq"  #: at


class UpdateOp(_WireValue):
    """What a patch does (glance/api/v2/images.py, `RequestDeserializer._supported_operations`)."""

    ADD = "add"  #: Set a custom property, whether or not it is there.
    REPLACE = "replace"  #: Set one that is there; 409 when it is not.
    REMOVE = "remove"  #: Take it away; 409 when it is not there.
