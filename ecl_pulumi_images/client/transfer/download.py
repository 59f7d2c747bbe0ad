"""Fetch an image's data, verified, in constant memory; a broken download goes on where it stopped.

API: https://docs.openstack.org/api-ref/image/v2/#download-binary-image-data
"""

from __future__ import annotations

from collections.abc import Sequence

from ..clock import pause
from ..constants import ImageStatus
from ..errors import Cancelled, ImageServiceError
from ..http.response import decoded
from ..images.decode import decode_image
from ..images.image import Image
from ..transport import Transport
from ..wire.paths import image_path
from .destination import destination
from .digests import Digests, algorithms
from .options import TransferOptions
from .ranged_get import Fetch
from .verification import Target, Transfer
from .verification import verify as verified
from .watchdog import Guard


def download(
    transport: Transport,
    image_id: str,
    target: Target,
    options: TransferOptions,
    *,
    verify: bool,
) -> Transfer:
    """Fetch an image's data and return its size and hashes; `ImageClient.download` says the rest.

    The comparison with the image's record takes one more request. A connection that breaks is made again, for the rest
    only (RFC 9110, 14.2); five times without a byte end it.
    """
    path = image_path(image_id)
    image = decoded(transport.call("GET", path), decode_image) if verify else None
    with destination(target) as out, Digests([*dict.fromkeys([*_needed(image), *options.hashes])]) as digests:
        fetch = Fetch(transport, f"{path}/file", out, digests, options)
        try:
            _fetch_all(fetch, image.size if image else None)
        except ImageServiceError as error:
            _explain(error, image)
            raise
        out.flush()
        got = Transfer(fetch.done, digests.result())
        if image is not None:
            verified(got, image)
        return got


def _needed(image: Image | None) -> Sequence[str]:
    """The hashes that a comparison with the record needs."""
    return algorithms(image.os_hash_algo if image.os_hash_value else None) if image else ()


def _fetch_all(fetch: Fetch, size: int | None) -> None:
    """Go on after every break, until nothing comes any more."""
    clock = fetch.transport.clock
    retries, renewed, reached = fetch.transport.retries(), False, 0
    while True:
        with Guard(fetch.options.cancelled) as guard:
            error = fetch.stretch(guard, size)
        if error is None:
            return
        if guard.unwanted:
            raise Cancelled(f"stopped after {fetch.done} bytes", method="GET", path=fetch.path)
        if error.status == 401 and not renewed and fetch.transport.invalidate(fetch.token):
            renewed = True
            continue
        if fetch.done > reached:
            retries.reset()
            renewed, reached = False, fetch.done
        seconds = retries.pause_or_none(error.retry_after)
        if seconds is None or not error.transient:
            raise error
        pause(clock, seconds, fetch.options.cancelled)


def _explain(error: ImageServiceError, image: Image | None) -> None:
    if error.status == 403 and image is not None and image.status == ImageStatus.DEACTIVATED:
        error.hint = "the image is deactivated: it has to be reactivated first"
