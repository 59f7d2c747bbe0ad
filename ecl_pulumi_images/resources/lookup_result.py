"""What a lookup gives to a Pulumi program: plain values that Pulumi can keep, export and pass on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.lookup.result import FIELDS, fields_of

#: What a field is that the service left out, where that is not None.
_NONE: Mapping[str, Any] = {"tags": [], "metadata": {}, "properties": {}, "server_properties": {}}


class GetImageResult(dict[str, Any]):
    """An image that a lookup found: its fields as attributes, and as the items of a dict.

    Dates are ISO 8601 in UTC. What the service left out is None, and for collections empty. The resource `Image` takes
    `properties` as its own.
    It is a dict so that `json.dumps`, exports and inputs of resources take it; and an input type, which Pulumi makes
    again, as it was, where it looks into values for outputs (pulumi/output.py, `Output.from_input`).
    """

    checksum: str | None
    container_format: str | None
    created_at: str | None
    disk_format: str | None
    file: str | None
    id: str
    license_switch: str | None
    metadata: dict[str, str]
    min_disk: int | None
    min_ram: int | None
    name: str | None
    os_hash_algo: str | None
    os_hash_value: str | None
    os_hidden: bool | None
    owner: str | None
    properties: dict[str, str]
    protected: bool | None
    schema: str | None
    server_properties: dict[str, Any]
    size: int | None
    status: str
    tags: list[str]
    updated_at: str | None
    virtual_size: int | None
    visibility: str | None

    def __init__(self, **fields: Any) -> None:
        """Take the fields by name; those of an image that are not given are None, or empty."""
        defaults = {name: _NONE.get(name) for name in FIELDS}
        given = {name: value for name, value in fields.items() if value is not None}
        super().__init__({**defaults, **given})
        self.__dict__.update(self)

    @classmethod
    def of(cls, image: Image) -> GetImageResult:
        """Return what the service's record says."""
        return cls(**fields_of(image))


pulumi.input_type(GetImageResult)
