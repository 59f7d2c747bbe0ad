"""The dynamic provider of `ImageMember`. Pickled by reference: this module's path and the class's name are frozen."""

from __future__ import annotations

from ecl_pulumi_images.acts.member import MemberKind

from .served import Served


class ImageMemberProvider(Served):
    """Serves `ImageMember` to the engine. It has no state but its configuration."""

    kind = MemberKind
