"""The record that the service answers for an image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_SHOWN = 48  # characters of a name that repr() shows, so that it fits a line


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Image:
    """An image as the service described it in one answer; nothing here asks the service again.

    What the service left out, or answered with null, is None (the empty string for `status`, an empty tuple for
    `tags`, an empty mapping for `metadata`). Where an older service has no such field that is no error. A field
    of another type than the one below counts as left out, and its raw value is kept in `properties`.
    Source of the fields: glance/api/v2/images.py, `get_base_properties`, and the Enterprise Cloud API reference.
    """

    id: str  #: UUID
    name: str | None = None  #: Names need not be unique.
    status: str = ""  #: One of ImageStatus.
    visibility: str | None = None  #: One of ImageVisibility.
    size: int | None = None  #: Bytes of the data; None while there is none.
    virtual_size: int | None = None  #: Bytes of the disk that the data unfolds to.
    checksum: str | None = None  #: MD5 of the data, in hex.
    os_hash_algo: str | None = None  #: Name of the hash in `os_hash_value`, as hashlib spells it. API 2.7.
    os_hash_value: str | None = None  #: Hash of the data, in hex. API 2.7.
    os_hidden: bool | None = None  #: Left out of lists unless asked for. API 2.7.
    protected: bool | None = None  #: Nobody can delete it.
    min_disk: int | None = None  #: GB of disk that a server needs to boot it.
    min_ram: int | None = None  #: MB of memory that a server needs to boot it.
    container_format: str | None = None  #: `bare`, `ovf`, ...
    disk_format: str | None = None  #: `raw`, `qcow2`, `iso`, ...
    created_at: datetime | None = None  #: With a zone.
    updated_at: datetime | None = None  #: With a zone.
    owner: str | None = None  #: Id of the project that owns it.
    tags: tuple[str, ...] = ()  #: A set, in the order of the answer.
    self_: str | None = None  #: Path of this record (`self` on the wire).
    file: str | None = None  #: Path of the data.
    schema: str | None = None  #: Path of the JSON schema that describes the record.
    license_switch: str | None = None  #: Enterprise Cloud: the licence that was chosen at creation.
    metadata: Mapping[str, str] = field(default_factory=dict)  #: Enterprise Cloud.
    properties: Mapping[str, Any] = field(default_factory=dict)  #: Every other key, under its own name.

    def __repr__(self) -> str:
        name = self.name
        if name is not None and len(name) > _SHOWN:
            name = f"{name[: _SHOWN - 1]}…"
        return f"Image(id={self.id!r}, name={name!r}, status={self.status!r}, size={self.size!r})"

    def __hash__(self) -> int:
        return hash(self.id)  # equal images have equal ids, and mappings have no hash
