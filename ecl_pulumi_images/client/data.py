"""The data of images: upload, stage, download. The work is done in upload.py and download.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ecl_pulumi_images.client.calls import Calls

if TYPE_CHECKING:
    from ecl_pulumi_images.client.source import Source
    from ecl_pulumi_images.client.transfer import Target, Transfer

Progress = Callable[[int, int | None], None]


class DataCalls(Calls):
    """The calls that move an image's data, in constant memory."""

    def upload(
        self,
        image_id: str,
        source: Source,
        *,
        size: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Transfer:
        """Send an image's data, once; see `ecl_pulumi_images.client.upload.upload`."""
        from ecl_pulumi_images.client.upload import upload

        return upload(self._transport, image_id, source, size=size, progress=progress, cancelled=cancelled)

    def stage(
        self,
        image_id: str,
        source: Source,
        *,
        size: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Transfer:
        """Send data for `import_image(method="glance-direct")`; see `ecl_pulumi_images.client.upload.stage`."""
        from ecl_pulumi_images.client.upload import stage

        return stage(self._transport, image_id, source, size=size, progress=progress, cancelled=cancelled)

    def download(
        self,
        image_id: str,
        target: Target,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        verify: bool = True,
    ) -> Transfer:
        """Fetch an image's data; see `ecl_pulumi_images.client.download.download`."""
        from ecl_pulumi_images.client.download import download

        return download(self._transport, image_id, target, progress=progress, cancelled=cancelled, verify=verify)
