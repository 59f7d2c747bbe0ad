"""Images of NTT Enterprise Cloud 2.0 and of every Glance v2 cloud, as Pulumi resources.

`from ecl_pulumi_images import Image` in a Pulumi program; `from ecl_pulumi_images import client` without Pulumi.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecl_pulumi_images.resources.acceptance import ImageMemberAcceptance as ImageMemberAcceptance
    from ecl_pulumi_images.resources.copy import ImageCopy as ImageCopy
    from ecl_pulumi_images.resources.image import Image as Image
    from ecl_pulumi_images.resources.lookup import find_image as find_image
    from ecl_pulumi_images.resources.lookup import get_image as get_image
    from ecl_pulumi_images.resources.lookup import get_image_output as get_image_output
    from ecl_pulumi_images.resources.lookup import get_images as get_images
    from ecl_pulumi_images.resources.lookup import get_images_output as get_images_output
    from ecl_pulumi_images.resources.lookup_result import GetImageResult as GetImageResult
    from ecl_pulumi_images.resources.member import ImageMember as ImageMember
    from ecl_pulumi_images.resources.provider import Provider as Provider

_HOMES = {
    "GetImageResult": "resources.lookup_result",
    "Image": "resources.image",
    "ImageCopy": "resources.copy",
    "ImageMember": "resources.member",
    "ImageMemberAcceptance": "resources.acceptance",
    "Provider": "resources.provider",
    "find_image": "resources.lookup",
    "get_image": "resources.lookup",
    "get_image_output": "resources.lookup",
    "get_images": "resources.lookup",
    "get_images_output": "resources.lookup",
}

__all__ = [
    "GetImageResult",
    "Image",
    "ImageCopy",
    "ImageMember",
    "ImageMemberAcceptance",
    "Provider",
    "find_image",
    "get_image",
    "get_image_output",
    "get_images",
    "get_images_output",
]


def __getattr__(name: str) -> Any:
    """Import a resource on first use: the client alone does not need Pulumi, which takes 0.2 s to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "client", "localcloud"])
