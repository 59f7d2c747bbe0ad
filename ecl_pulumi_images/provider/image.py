"""The dynamic provider of `Image`. Pickled by reference: this module's path and the class's name are frozen."""

from __future__ import annotations

from ecl_pulumi_images.acts.image import ImageKind

from .served import Served


class ImageProvider(Served):
    """Serves `Image` to the engine. It has no state but its configuration."""

    kind = ImageKind
