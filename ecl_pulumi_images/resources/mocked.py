"""Lookups in a program's own unit tests: under `pulumi.runtime.set_mocks` the test answers, and no cloud is asked.

They reach `Mocks.call` as the functions of other packages do, with the tokens below and the filters as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, Mocks

from ecl_pulumi_images.client import ImageDateQuery
from ecl_pulumi_images.lifecycle.lookup.query import Query

from .lookup_result import GetImageResult

ONE = "ecl:index:getImage"
ALL = "ecl:index:getImages"


def mocks() -> Mocks | None:
    """Return what answers in this program's test, or None where a real engine runs the program, or none does."""
    monitor = pulumi.runtime.settings.get_monitor()
    return monitor.mocks if isinstance(monitor, MockMonitor) else None


def one(answering: Mocks, filters: Mapping[str, Any], provider: str) -> GetImageResult:
    """Return the image that the test answers. Raises ValueError when it does not answer this."""
    image = one_or_none(answering, filters, provider)
    if image is None:
        raise ValueError(f'nothing is mocked: Mocks.call must answer {ONE} with the image, such as {{"id": ...}}')
    return image


def one_or_none(answering: Mocks, filters: Mapping[str, Any], provider: str) -> GetImageResult | None:
    """Return the image that the test answers, or None when it answers nothing."""
    answer = _called(answering, ONE, filters, provider)
    return GetImageResult(**answer) if answer else None


def every(answering: Mocks, filters: Mapping[str, Any], provider: str) -> list[GetImageResult]:
    """Return the images that the test answers. Raises ValueError when it does not answer this."""
    images = _called(answering, ALL, filters, provider).get("images")
    if images is None:
        raise ValueError(f'nothing is mocked: Mocks.call must answer {ALL} with {{"images": [{{"id": ...}}, ...]}}')
    return [GetImageResult(**image) for image in images]


def _called(answering: Mocks, token: str, filters: Mapping[str, Any], provider: str) -> dict[str, Any]:
    Query.of(**filters)
    given = {name: _told(value) for name, value in filters.items() if value is not None}
    answer: Any = answering.call(MockCallArgs(token, given, provider))
    fields, failures = answer if isinstance(answer, tuple) else (answer, None)
    if failures:
        raise ValueError("; ".join(f"{name}: {reason}" for name, reason in failures))
    return dict(fields or {})


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return str(ImageDateQuery(value))
    return str(value) if isinstance(value, ImageDateQuery) else value
