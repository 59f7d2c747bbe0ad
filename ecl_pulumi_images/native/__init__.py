"""The native Pulumi plugin `pulumi-resource-ecl`, for every language, and Python's classes over it.

`from ecl_pulumi_images.native import Image` in place of `from ecl_pulumi_images import Image`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecl_pulumi_images import GetImageResult as GetImageResult
    from ecl_pulumi_images import find_image as find_image
    from ecl_pulumi_images import get_image as get_image
    from ecl_pulumi_images import get_image_output as get_image_output
    from ecl_pulumi_images import get_images as get_images
    from ecl_pulumi_images import get_images_output as get_images_output

    from .resources import Image as Image
    from .resources import ImageCopy as ImageCopy
    from .resources import ImageMember as ImageMember
    from .resources import ImageMemberAcceptance as ImageMemberAcceptance
    from .resources import Provider as Provider

_OVER_THE_PLUGIN = ("Image", "ImageCopy", "ImageMember", "ImageMemberAcceptance", "Provider")
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
    """Import a class on first use: the plugin itself declares no resources. Lookups are the same for both."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = f"{__name__}.resources" if name in _OVER_THE_PLUGIN else "ecl_pulumi_images"
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
