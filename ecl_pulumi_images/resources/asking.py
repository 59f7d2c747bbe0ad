"""How a lookup is carried out in a program: at once or later, by the image service or by a test's mocks.

Lookups ask from threads of their own, many at a time, with one token for the same settings, in previews too.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pulumi
from pulumi.runtime.mocks import Mocks

from ecl_pulumi_images.acts.acting import one_line
from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.client import ImageServiceError
from ecl_pulumi_images.client.words import harmless
from ecl_pulumi_images.lifecycle import lookup
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.lookup.absence import Connect
from ecl_pulumi_images.provider import engine

from . import mocked
from .lookup_result import GetImageResult
from .provider import Provider
from .pump import pumped

T = TypeVar("T")
Remarks = tuple[str, ...]
Filters = Mapping[str, Any]
# The loop's own threads carry Pulumi's calls to the engine; lookups must not keep them waiting.
_THREADS = ThreadPoolExecutor(8, thread_name_prefix="lookup")


@dataclass(frozen=True)
class Lookup(Generic[T]):
    """One kind of lookup. ask: of the service. mocked: of a test. twin: the function that takes outputs."""

    ask: Callable[[Connect, Filters], tuple[T, Remarks]]
    mocked: Callable[[Mocks, Filters, str], T]
    twin: str

    def now(self, provider: Provider | None, filters: Filters) -> T:
        """Return the answer; meanwhile the event loop goes on. Raises pulumi.RunError."""
        for name, value in filters.items():
            if any(map(_is_promise, _parts(value))):
                raise pulumi.RunError(f"image lookup: {name} is an output, whose value comes later: use {self.twin}")
        return pumped(self._with_settings(provider, filters))

    def later(self, provider: Provider | None, filters: Filters) -> pulumi.Output[T]:
        """Return the answer as an output, once the filters are known."""
        wanted: pulumi.Output[Any] = pulumi.Output.from_input(dict(filters))
        settings: pulumi.Output[Any] = pulumi.Output.from_input(None if provider is None else provider.given)
        made: pulumi.Output[Any] = pulumi.Output.from_input(_made(wanted))
        needed = pulumi.Output.all(wanted, pulumi.Output.unsecret(settings), made)  # what a password finds is no secret
        return needed.apply(lambda known: self._asked(provider, known[1], known[0]))

    async def _with_settings(self, provider: Provider | None, filters: Filters) -> T:
        """Wait for settings that are outputs: a secret of the stack's configuration is one."""
        if provider is None:
            return await self._asked(None, None, filters)
        settings: pulumi.Output[Any] = pulumi.Output.from_input(provider.given)
        if not await settings.is_known():
            raise pulumi.RunError(f"the provider's settings are not known in this preview: use {self.twin}")
        return await self._asked(provider, await settings.future(), filters)

    async def _asked(self, provider: Provider | None, settings: Filters | None, filters: Filters) -> T:
        try:
            _refuse_resources(filters)
            if (answering := mocked.mocks()) is not None:
                return self.mocked(answering, filters, await _reference(provider))
            keys = engine.keys_in_program() if settings is None else None
            connect = Configuration.of(_Settings(settings), keys, shared=engine.shares_namespace()).images
            answer, remarks = await asyncio.get_running_loop().run_in_executor(_THREADS, self.ask, connect, filters)
        except (Failed, ImageServiceError, ValueError) as error:
            raise pulumi.RunError(f"image lookup: {one_line(error)}") from error
        for remark in remarks:
            pulumi.log.warn(harmless(remark))
        return answer


async def _made(wanted: pulumi.Output[Any]) -> list[pulumi.Output[str]]:
    """Return the ids of the resources that the filters come from: unknown in the preview that is to create one.

    Its name may be known there already, but nothing has it yet. Pulumi's own lookups wait for the same
    (pulumi/runtime/invoke.py).
    """
    known = [one for one in await wanted.resources() if isinstance(one, pulumi.CustomResource)]
    return [one.id for one in known if one.__dict__.get("id")]  # a stand-in for a resource has none


async def _reference(provider: Provider | None) -> str:
    """Return how Pulumi names a provider to a test's mocks: its URN and id."""
    return "" if provider is None else f"{await provider.urn.future()}::{await provider.id.future()}"


def _parts(value: Any) -> Iterator[Any]:
    """Give a filter's value and whatever it holds, at any depth."""
    yield value
    held = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple, set)) else ()
    for one in held:
        yield from _parts(one)


def _is_promise(value: Any) -> bool:
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


def _refuse_resources(filters: Filters) -> None:
    for name, value in filters.items():
        if any(isinstance(one, pulumi.Resource) for one in _parts(value)):
            raise ValueError(f"{name} is a resource: give one of its outputs, such as its id")


class _Settings:
    """An explicit provider's settings, or the stack's configuration; nothing of it outside a Pulumi program."""

    def __init__(self, settings: Mapping[str, Any] | None) -> None:
        self._settings = settings

    def get(self, key: str) -> Any:
        """Return a setting by its full key, such as ``ecl:region``, or None."""
        if self._settings is None:
            return pulumi.runtime.get_config(key)
        return self._settings.get(key)


def _one(connect: Connect, filters: Filters) -> tuple[GetImageResult, Remarks]:
    image, remarks = lookup.one(connect, filters)
    return GetImageResult.of(image), remarks


def _one_or_none(connect: Connect, filters: Filters) -> tuple[GetImageResult | None, Remarks]:
    image, remarks = lookup.one_or_none(connect, filters)
    return None if image is None else GetImageResult.of(image), remarks


def _every(connect: Connect, filters: Filters) -> tuple[list[GetImageResult], Remarks]:
    images, remarks = lookup.every(connect, filters)
    return [GetImageResult.of(image) for image in images], remarks


ONE = Lookup(_one, mocked.one, "get_image_output")
ONE_OR_NONE = Lookup(_one_or_none, mocked.one_or_none, "get_images_output")
EVERY = Lookup(_every, mocked.every, "get_images_output")
