"""The image service of NTT Enterprise Cloud 2.0 and of every OpenStack Glance v2 cloud, for Python.

    from ecl_pulumi_images import client

    images = client.connect(cloud="jp1")
    for image in images.list(tags=["lts"]): ...

`connect` makes an `ImageClient` from clouds.yaml, OS_* variables or keyword arguments; every call is a method of it.
Names that need the HTTP libraries are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client.constants import (
    ImageDateFilter,
    ImageMemberStatus,
    ImageStatus,
    ImageVisibility,
    UpdateOp,
)
from ecl_pulumi_images.client.errors import (
    BadRequest,
    Cancelled,
    ChecksumMismatch,
    ConfigurationError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    Gone,
    ImageFailed,
    ImageServiceError,
    NotFound,
    RateLimited,
    ServerError,
    TooLarge,
    Unauthorized,
    UnexpectedAnswer,
    UnsupportedMedia,
    WaitTimeout,
)
from ecl_pulumi_images.client.images.create import CreateOpts
from ecl_pulumi_images.client.images.filters import any_of, exact
from ecl_pulumi_images.client.images.image import Image
from ecl_pulumi_images.client.images.list_options import ImageDateQuery, ListOpts
from ecl_pulumi_images.client.images.page import ImagePage
from ecl_pulumi_images.client.images.patch import (
    Patch,
    ReplaceImageChecksum,
    ReplaceImageField,
    ReplaceImageName,
    ReplaceImageTags,
    UpdateImageProperty,
    UpdateVisibility,
)
from ecl_pulumi_images.client.invalid import InvalidFilter, InvalidRequest
from ecl_pulumi_images.client.transfer.destination import BadTarget
from ecl_pulumi_images.client.transfer.progress_bar import ProgressBar
from ecl_pulumi_images.client.transfer.readers import BadSource
from ecl_pulumi_images.client.transfer.verification import Transfer, verify

if TYPE_CHECKING:
    from ecl_pulumi_images.client.client import ImageClient
    from ecl_pulumi_images.client.connection import connect, connect_with, settings_of
    from ecl_pulumi_images.client.enterprise_cloud import ImageCopyJob
    from ecl_pulumi_images.client.images.search import Unlisted
    from ecl_pulumi_images.client.imports import ImportInfo
    from ecl_pulumi_images.client.members import Member
    from ecl_pulumi_images.client.settings.precedence import Settings, merge
    from ecl_pulumi_images.client.stores import Store
    from ecl_pulumi_images.client.tasks import Task
    from ecl_pulumi_images.client.transport import Transport

_LATER = {
    "ImageClient": "client",
    "ImageCopyJob": "enterprise_cloud",
    "ImportInfo": "imports",
    "Member": "members",
    "Settings": "settings.precedence",
    "Store": "stores",
    "Task": "tasks",
    "Transport": "transport",
    "Unlisted": "images.search",
    "connect": "connection",
    "connect_with": "connection",
    "merge": "settings.precedence",
    "settings_of": "connection",
}

__all__ = [
    "BadRequest",
    "BadSource",
    "BadTarget",
    "Cancelled",
    "ChecksumMismatch",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "CreateOpts",
    "Forbidden",
    "Gone",
    "Image",
    "ImageClient",
    "ImageCopyJob",
    "ImageDateFilter",
    "ImageDateQuery",
    "ImageFailed",
    "ImageMemberStatus",
    "ImagePage",
    "ImageServiceError",
    "ImageStatus",
    "ImageVisibility",
    "ImportInfo",
    "InvalidFilter",
    "InvalidRequest",
    "ListOpts",
    "Member",
    "NotFound",
    "Patch",
    "ProgressBar",
    "RateLimited",
    "ReplaceImageChecksum",
    "ReplaceImageField",
    "ReplaceImageName",
    "ReplaceImageTags",
    "ServerError",
    "Settings",
    "Store",
    "Task",
    "TooLarge",
    "Transfer",
    "Transport",
    "Unauthorized",
    "UnexpectedAnswer",
    "Unlisted",
    "UnsupportedMedia",
    "UpdateImageProperty",
    "UpdateOp",
    "UpdateVisibility",
    "WaitTimeout",
    "any_of",
    "connect",
    "connect_with",
    "exact",
    "merge",
    "settings_of",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
