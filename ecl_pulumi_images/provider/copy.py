"""The dynamic provider of `ImageCopy`. Pickled by reference: this module's path and the class's name are frozen."""

from __future__ import annotations

from ecl_pulumi_images.acts.copy import CopyKind

from .served import Served


class ImageCopyProvider(Served):
    """Serves `ImageCopy` to the engine. It has no state but its configuration."""

    kind = CopyKind
