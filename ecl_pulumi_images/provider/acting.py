"""Carries out one call of the engine: errors as one line, progress, cancellation, what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ecl_pulumi_images.client import ImageServiceError
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed, Partial
from ecl_pulumi_images.lifecycle.outputs import outputs, unproved
from ecl_pulumi_images.lifecycle.wire import Props

from . import engine, lifeline
from .configuration import Configuration
from .progress import shown

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

EXPECTED = (Failed, ImageServiceError, ValueError)  # ValueError: an unusable file or setting


@contextmanager
def acting() -> Iterator[engine.Call]:
    """Give the call being served; whatever may be expected to go wrong in it becomes one line."""
    serving = engine.call()
    try:
        with lifeline.busy():
            yield serving
    except EXPECTED as error:
        engine.fail(serving, one_line(error))


@contextmanager
def leftovers(serving: engine.Call, declared: Props, images: ImageClient) -> Iterator[None]:
    """Have the engine record an image that could not be removed after a failure."""
    try:
        yield
    except Partial as error:
        left = outputs(error.record, declared, region=images.region, endpoint=images.endpoint)
        engine.fail_partially(serving, one_line(error), error.record.id, unproved(left))


def conditions(serving: engine.Call, configuration: Configuration) -> Conditions:
    """Return how the engine and the configuration want this call carried out."""
    return Conditions(
        timeout=serving.timeout,
        cancelled=lambda: lifeline.gone.is_set() or serving.cancelled(),
        progress=shown(serving),
        warn=lambda message: serving.log(message, "WARNING"),
        slot=configuration.slot,
    )


def one_line(error: BaseException) -> str:
    """Return an error's message without line breaks."""
    return " ".join(str(error).split()) or type(error).__name__
