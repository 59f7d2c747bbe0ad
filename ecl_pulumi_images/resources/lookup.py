"""Look images up in a program: `get_image`, `get_images`, `find_image`, and twins for inputs that are outputs.

They ask from threads of their own, many at a time, with one token for the same settings, in previews too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pulumi

from ecl_pulumi_images.client import Image, ImageServiceError
from ecl_pulumi_images.lifecycle.absence import Connect
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.lookup import every, one, one_or_none
from ecl_pulumi_images.provider import engine
from ecl_pulumi_images.provider.acting import one_line
from ecl_pulumi_images.provider.configuration import Configuration

from .provider import Provider
from .pump import pumped

T = TypeVar("T")
Ask = Callable[[Connect, Mapping[str, Any]], tuple[T, tuple[str, ...]]]
# The loop's own threads carry Pulumi's calls to the engine; lookups must not keep them waiting.
_THREADS = ThreadPoolExecutor(8, thread_name_prefix="lookup")


def get_image(*, provider: Provider | None = None, **filters: Any) -> Image:
    """Return the one image that passes all filters.

    provider: whose settings to use; default: the stack's (`ecl:*`), clouds.yaml and OS_*.
    filters: every one of `client.ListOpts` (id, name, visibility, member_status, owner, status, size_min, size_max,
    sort, tags, created_at, updated_at, container_format, disk_format, os_hidden, properties, ...), and:
    name_regex: searched for in the name. most_recent: take the newest by created_at when several match.
    `id` alone finds whatever this project may see. `status` is "active" unless given. Names are exact.
    Snapshots of servers count only with properties={"image_type": "snapshot"}; an image that another project
    shares or publishes never wins over an own or public one, unless `owner` is given.

    Raises pulumi.RunError, one line: none matches, and why when that can be found out; several match, with a list of
    up to ten; a bad filter; or the service's words.
    """
    return _now(one, provider, filters)


def find_image(*, provider: Provider | None = None, **filters: Any) -> Image | None:
    """Return the same as `get_image`, but None when no image matches."""
    return _now(one_or_none, provider, filters)


def get_images(*, provider: Provider | None = None, **filters: Any) -> list[Image]:
    """Return every image that passes all filters, in the order of `sort`; of any status unless one is given.

    The filters are those of `get_image`, without most_recent. Raises pulumi.RunError.
    """
    return _now(every, provider, filters)


def get_image_output(*, provider: Provider | None = None, **filters: pulumi.Input[Any]) -> pulumi.Output[Image]:
    """Return the same as `get_image`, later: filters may be outputs, and the program goes on meanwhile.

    In a preview the result is unknown while an input is, or while a resource that an input comes from has yet to be
    made.
    """
    return _later(one, provider, filters)


def get_images_output(*, provider: Provider | None = None, **filters: pulumi.Input[Any]) -> pulumi.Output[list[Image]]:
    """Return the same as `get_images`, later: filters may be outputs, and the program goes on meanwhile."""
    return _later(every, provider, filters)


def _now(ask: Ask[T], provider: Provider | None, filters: Mapping[str, Any]) -> T:
    return pumped(_with_settings(ask, provider, filters))


def _later(ask: Ask[T], provider: Provider | None, filters: Mapping[str, Any]) -> pulumi.Output[T]:
    wanted: pulumi.Output[Any] = pulumi.Output.from_input(dict(filters))
    settings: pulumi.Output[Any] = pulumi.Output.from_input(None if provider is None else provider.given)
    made: pulumi.Output[Any] = pulumi.Output.from_input(_made(wanted))
    needed = pulumi.Output.all(wanted, pulumi.Output.unsecret(settings), made)  # what a password finds is no secret
    return needed.apply(lambda known: _asked(ask, known[1], known[0]))


async def _made(wanted: pulumi.Output[Any]) -> list[pulumi.Output[str]]:
    """Return the ids of the resources that the filters come from: unknown in the preview that is to create one.

    Its name may be known there already, but nothing has it yet. Pulumi's own lookups wait for the same
    (pulumi/runtime/invoke.py).
    """
    known = [one for one in await wanted.resources() if isinstance(one, pulumi.CustomResource)]
    return [one.id for one in known if one.__dict__.get("id")]  # a stand-in for a resource has none


async def _with_settings(ask: Ask[T], provider: Provider | None, filters: Mapping[str, Any]) -> T:
    """Wait for settings that are outputs: a secret of the stack's configuration is one."""
    if provider is None:
        return await _asked(ask, None, filters)
    settings: pulumi.Output[Any] = pulumi.Output.from_input(provider.given)
    if not await settings.is_known():
        raise pulumi.RunError("the provider's settings are not known in this preview: use get_image_output")
    return await _asked(ask, await settings.future(), filters)


async def _asked(ask: Ask[T], settings: Mapping[str, Any] | None, filters: Mapping[str, Any]) -> T:
    try:
        keys = engine.keys_in_program() if settings is None else None
        connect = Configuration.of(_Settings(settings), keys).images
        answer, remarks = await asyncio.get_running_loop().run_in_executor(_THREADS, ask, connect, filters)
    except (Failed, ImageServiceError, ValueError) as error:
        raise pulumi.RunError(f"image lookup: {one_line(error)}") from error
    for remark in remarks:
        pulumi.log.warn(remark)
    return answer


class _Settings:
    """An explicit provider's settings, or the stack's configuration; nothing of it outside a Pulumi program."""

    def __init__(self, settings: Mapping[str, Any] | None) -> None:
        self._settings = settings

    def get(self, key: str) -> Any:
        """Return a setting by its full key, such as ``ecl:region``, or None."""
        if self._settings is None:
            return pulumi.runtime.get_config(key)
        return self._settings.get(key)
