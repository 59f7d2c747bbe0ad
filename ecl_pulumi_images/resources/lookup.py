"""Look images up in a program: `get_image`, `get_images`, `find_image`, and twins for inputs that are outputs."""

from __future__ import annotations

import pulumi
from typing_extensions import Unpack

from .asking import EVERY, ONE, ONE_OR_NONE
from .filters import Filters, LaterFilters, LaterListFilters, ListFilters
from .lookup_result import GetImageResult
from .provider import Provider


def get_image(*, provider: Provider | None = None, **filters: Unpack[Filters]) -> GetImageResult:
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
    return ONE.now(provider, filters)


def find_image(*, provider: Provider | None = None, **filters: Unpack[Filters]) -> GetImageResult | None:
    """Return the same as `get_image`, but None when no image matches."""
    return ONE_OR_NONE.now(provider, filters)


def get_images(*, provider: Provider | None = None, **filters: Unpack[ListFilters]) -> list[GetImageResult]:
    """Return every image that passes all filters, in the order of `sort`; of any status unless one is given.

    The filters are those of `get_image`, without most_recent. Raises pulumi.RunError.
    """
    return EVERY.now(provider, filters)


def get_image_output(
    *, provider: Provider | None = None, **filters: Unpack[LaterFilters]
) -> pulumi.Output[GetImageResult]:
    """Return the same as `get_image`, later: filters may be outputs, and the program goes on meanwhile.

    In a preview the result is unknown while an input is, or while a resource that an input comes from has yet to be
    made.
    """
    return ONE.later(provider, filters)


def get_images_output(
    *, provider: Provider | None = None, **filters: Unpack[LaterListFilters]
) -> pulumi.Output[list[GetImageResult]]:
    """Return the same as `get_images`, later: filters may be outputs, and the program goes on meanwhile."""
    return EVERY.later(provider, filters)
