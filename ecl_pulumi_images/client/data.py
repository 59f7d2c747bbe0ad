"""The data of images: upload, stage, download. The work is done in upload.py and download.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ecl_pulumi_images.client.calls import Calls
from ecl_pulumi_images.client.hashing import ALGORITHMS
from ecl_pulumi_images.client.transfer import Progress, Target, Transfer

if TYPE_CHECKING:
    from ecl_pulumi_images.client.source import Source

STALL = 60.0  # seconds without movement
ANSWER_TIMEOUT = 3600.0  # seconds from the last byte to the answer: the service may flush its store before it


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
        answer_timeout: float = ANSWER_TIMEOUT,
        stall: float = STALL,
        hashes: Sequence[str] = ALGORITHMS,
    ) -> Transfer:
        """Send an image's data and return its size and hashes; `verify` compares them with the image's record.

        source: a path, a binary file (from where it stands), bytes, or an iterable of bytes. size: bytes, for a source
        that does not tell its own; without one the body goes in chunks. progress: called after each block with the
        bytes sent and the size or None. cancelled: asked twice a second, also from another thread.
        answer_timeout: seconds to wait for the answer after the last byte. stall: seconds in which the service takes
        no block of 1 MiB before the connection counts as broken. hashes: those to compute, by hashlib's names, each at
        the cost of a core: MD5 for `checksum`, SHA-512 for `os_hash_value`. One that the service keeps is proof enough.
        Raises BadSource, Conflict (the image has data), TooLarge, UnsupportedMedia (not what `disk_format` says),
        Gone (deleted meanwhile), WaitTimeout (sent, and not saved in time), ChecksumMismatch, Cancelled.
        """
        from ecl_pulumi_images.client.upload import send

        return send(
            self._transport,
            image_id,
            "/file",
            source,
            size=size,
            progress=progress,
            cancelled=cancelled,
            answer_timeout=answer_timeout,
            stall=stall,
            hashes=hashes,
        )

    def stage(
        self,
        image_id: str,
        source: Source,
        *,
        size: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        answer_timeout: float = ANSWER_TIMEOUT,
        stall: float = STALL,
        hashes: Sequence[str] = ALGORITHMS,
    ) -> Transfer:
        """Send data for `import_image(method="glance-direct")`: as `upload`, to the service's staging area."""
        from ecl_pulumi_images.client.upload import send

        return send(
            self._transport,
            image_id,
            "/stage",
            source,
            size=size,
            progress=progress,
            cancelled=cancelled,
            answer_timeout=answer_timeout,
            stall=stall,
            hashes=hashes,
        )

    def download(
        self,
        image_id: str,
        target: Target,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        verify: bool = True,
        stall: float = STALL,
        hashes: Sequence[str] = (),
    ) -> Transfer:
        """Fetch an image's data and return its size and hashes.

        target: a path, which appears or is replaced only when all is there and its hashes are right, or a binary file
        that is open for writing. progress, cancelled: as in `upload`. verify: compare size and hash with the
        image's record; the hash is the one that the record names, else MD5 and SHA-512. hashes: those to compute
        besides, by hashlib's names, each at the cost of a core: without `verify` none is unless it is named here.
        stall: seconds without a byte before the connection counts as broken. What broke is asked for again, for the
        rest only.
        Raises Conflict (the image has no data), Forbidden (deactivated), NotFound, ChecksumMismatch, BadTarget,
        Cancelled.
        """
        from ecl_pulumi_images.client.download import download

        return download(
            self._transport,
            image_id,
            target,
            progress=progress,
            cancelled=cancelled,
            verify=verify,
            stall=stall,
            hashes=hashes,
        )
