"""Send an image's data: one PUT, with a body that goes out once.

Its own way around keystoneauth and around all automatic retries, which send an already read body again, empty, and
report success (bugs of the kind of ContainX/openstack4j#706). API:
https://docs.openstack.org/api-ref/image/v2/#upload-binary-image-data
"""

from __future__ import annotations

from ..clock import pause
from ..transport import Transport
from ..wire.paths import image_path
from .options import TransferOptions
from .resend import Attempt, Step, following, hint
from .send import Put
from .settle import holds, settled
from .source import Source, opened
from .verification import Transfer

CUT_TIMEOUT = 120.0  # seconds in which the service gives up a body that was cut


def send(
    transport: Transport, image_id: str, where: str, source: Source, size: int | None, options: TransferOptions
) -> Transfer:
    """Send data to an image's `where`, "/file" or "/stage"; the rest is as `ImageClient.upload` says.

    The body goes out again only from its beginning, and only after a look at the image where it may have arrived;
    progress then begins anew.
    """
    with opened(source, size) as data:
        return _delivered(Put(transport, image_path(image_id, where), data, options), image_id)


def _delivered(put: Put, image_id: str) -> Transfer:
    taken: set[Step] = set()
    while True:
        attempt = put.attempt()
        step = following(attempt)
        if step is Step.DONE and attempt.transfer:
            return attempt.transfer
        if step is Step.LOOK and _has_arrived(put, image_id, attempt) and attempt.transfer:
            return attempt.transfer
        if step in taken or not _is_prepared(put, step):
            raise _explained(attempt, put)
        taken.add(step)


def _has_arrived(put: Put, image_id: str, attempt: Attempt) -> bool:
    """Whether the image holds the data after all. Before looking, as long a pause as the service asks for."""
    clock, asked = put.transport.clock, attempt.error.retry_after if attempt.error else None
    pause(clock, put.transport.retries().pause_or_none(asked) or 0.0, put.options.cancelled)
    within = put.options.answer_timeout if attempt.transfer else CUT_TIMEOUT
    sent = attempt.transfer.size if attempt.transfer else None
    return holds(settled(put.transport, image_id, within, put.options.cancelled, sent), attempt.transfer)


def _is_prepared(put: Put, step: Step) -> bool:
    """Whether all is ready for another attempt: the source rewound, and what the step asks for done."""
    if step is Step.GIVE_UP or not put.source.rewindable:
        return False
    if step is Step.RENEW and not put.transport.invalidate(put.token):
        return False
    if step is Step.MEASURE:
        put.source.rewind()
        put.source.measure()
    put.source.rewind()
    return True


def _explained(attempt: Attempt, put: Put) -> Exception:
    error = attempt.error or AssertionError("an attempt failed without an error")
    if attempt.error:
        attempt.error.hint = hint(attempt, put.path, put.source.name) or attempt.error.hint
    return error
