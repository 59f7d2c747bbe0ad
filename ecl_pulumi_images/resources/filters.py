"""The filters of the lookups, by name and type: docs/lookups.md says what each means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypedDict

import pulumi

from ecl_pulumi_images.client import ImageMemberStatus, ImageStatus, ImageVisibility
from ecl_pulumi_images.client.images.list_options import DateFilter

Words = str | Collection[str]
Properties = Mapping[str, str | bool | int | float]


class ListFilters(TypedDict, total=False):
    """Those of `get_images`."""

    id: Words | None
    name: Words | None
    name_regex: str | None
    visibility: ImageVisibility | str | None
    member_status: ImageMemberStatus | str | None
    owner: str | None
    status: ImageStatus | Words | None
    size_min: int | None
    size_max: int | None
    sort: str | None
    sort_key: str | None
    sort_dir: str | None
    tags: Collection[str] | None
    created_at: DateFilter | None
    updated_at: DateFilter | None
    container_format: Words | None
    disk_format: Words | None
    os_hidden: bool | None
    properties: Properties | None
    limit: int | None
    marker: str | None


class Filters(ListFilters, total=False):
    """Those of `get_image` and `find_image`."""

    most_recent: bool | None


class LaterListFilters(TypedDict, total=False):
    """Those of `get_images_output`: each may be an output."""

    id: pulumi.Input[Words] | None
    name: pulumi.Input[Words] | None
    name_regex: pulumi.Input[str] | None
    visibility: pulumi.Input[ImageVisibility | str] | None
    member_status: pulumi.Input[ImageMemberStatus | str] | None
    owner: pulumi.Input[str] | None
    status: pulumi.Input[ImageStatus | Words] | None
    size_min: pulumi.Input[int] | None
    size_max: pulumi.Input[int] | None
    sort: pulumi.Input[str] | None
    sort_key: pulumi.Input[str] | None
    sort_dir: pulumi.Input[str] | None
    tags: pulumi.Input[Collection[pulumi.Input[str]]] | None
    created_at: pulumi.Input[DateFilter] | None
    updated_at: pulumi.Input[DateFilter] | None
    container_format: pulumi.Input[Words] | None
    disk_format: pulumi.Input[Words] | None
    os_hidden: pulumi.Input[bool] | None
    properties: pulumi.Input[Mapping[str, pulumi.Input[str | bool | int | float]]] | None
    limit: pulumi.Input[int] | None
    marker: pulumi.Input[str] | None


class LaterFilters(LaterListFilters, total=False):
    """Those of `get_image_output`: each may be an output."""

    most_recent: pulumi.Input[bool] | None
