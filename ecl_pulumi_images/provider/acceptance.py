"""The dynamic provider of `ImageMemberAcceptance`. Pickled by reference: this path and the class's name are frozen."""

from __future__ import annotations

from ecl_pulumi_images.acts.acceptance import AcceptanceKind

from .served import Served


class ImageMemberAcceptanceProvider(Served):
    """Serves `ImageMemberAcceptance` to the engine. It has no state but its configuration."""

    kind = AcceptanceKind
