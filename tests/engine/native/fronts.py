"""The classes of each front end, by name, whichever one this run is on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ecl_pulumi_images.native import resources as native
from ecl_pulumi_images.resources import acceptance, copy, image, member, provider

DYNAMIC: Any = SimpleNamespace(
    Image=image.Image,
    ImageCopy=copy.ImageCopy,
    ImageMember=member.ImageMember,
    ImageMemberAcceptance=acceptance.ImageMemberAcceptance,
    Provider=provider.Provider,
)
NATIVE: Any = native
