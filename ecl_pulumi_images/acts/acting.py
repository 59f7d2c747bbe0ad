"""Carries out one act: errors as one line, progress, cancellation, what is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import Cancelled, ImageServiceError, words
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed, Partial, Unsettled
from ecl_pulumi_images.lifecycle.plan.outputs import outputs, unproved

from . import lifeline
from .call import Call
from .configuration import Configuration
from .kind import ActFailed, Bag, Made
from .progress import Progress

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

OUTDATED = (
    "; refresh and destroy use the configuration of the last `pulumi up`: "
    "when its credentials have changed since, add --run-program, as in `pulumi refresh --run-program`"
)
LONGEST = 3 * words.LONGEST  # characters: an error's words, its way out, and what is said of both
EXPECTED = (Failed, ImageServiceError, ValueError)  # ValueError: an unusable file or setting


@contextmanager
def acting(call: Call, recorded: Configuration | None = None) -> Iterator[None]:
    """Raise ActFailed for whatever may be expected to go wrong inside.

    recorded: the configuration of an act that the engine carries out with that of the last `up`.
    """
    try:
        with lifeline.busy():
            yield
    except EXPECTED as error:
        outdated = recorded is not None and recorded.holds_a_secret and refused_credentials(error)
        raise ActFailed(call.discreet(one_line(error) + (OUTDATED if outdated else ""))) from error


def left_behind(call: Call, error: BaseException, id_: str, outs: Bag, now: Bag) -> ActFailed:
    """Return the failure of an act that leaves something. now: the declared inputs."""
    return ActFailed(call.discreet(one_line(error)), Made(id_, outs, now=now, before=call.old_inputs or {}))


@contextmanager
def leftovers(call: Call, declared: Bag, images: ImageClient) -> Iterator[None]:
    """Have the engine record an image that stays after a failure."""
    try:
        yield
    except Partial as error:
        left = outputs(error.record, declared, region=images.region, endpoint=images.endpoint)
        raise left_behind(call, error, error.record.id, left if error.whole else unproved(left), declared) from error


@contextmanager
def unsettled(call: Call, image_id: str, recorded: Bag, declared: Bag) -> Iterator[None]:
    """Have the engine read an image again, before it plans, after an update that may have changed some of it."""
    try:
        yield
    except Unsettled as error:
        raise left_behind(call, error, image_id, recorded, declared) from error


def conditions(call: Call, configuration: Configuration) -> Conditions:
    """Return how the engine and the configuration want this call carried out."""

    def cancelled() -> bool:
        return lifeline.gone.is_set() or call.cancelled()

    progress = Progress(call)
    return Conditions(
        timeout=call.timeout,
        cancelled=cancelled,
        progress=progress.sent,
        doing=progress.doing,
        done=progress.done,
        warn=lambda message: call.log(message, "WARNING"),
        slot=Turn(configuration.slot, cancelled),
    )


def refused_credentials(error: BaseException) -> bool:
    """Return whether the identity service gave no token (404: an application credential that was deleted)."""
    return isinstance(error, ImageServiceError) and error.status in {401, 404} and error.method is None


class Turn:
    """Holds one of the transfer slots; waiting for it ends with Cancelled once nobody wants the result."""

    def __init__(self, slot: Semaphore, cancelled: Callable[[], bool]) -> None:
        self._slot = slot
        self._cancelled = cancelled

    def __enter__(self) -> None:
        while not self._slot.acquire(timeout=0.5):
            if self._cancelled():
                raise Cancelled("stopped waiting for the other uploads")

    def __exit__(self, *_: object) -> None:
        self._slot.release()


def one_line(error: BaseException) -> str:
    """Return an error's message on one line: it may hold the words of anybody."""
    return words.one_line(str(error), LONGEST) or type(error).__name__
