"""The places where the service keeps data. API: https://docs.openstack.org/api-ref/image/v2/#stores-discovery"""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields

from .errors import NotFound
from .http.response import json_list
from .transport import Transport
from .wire.field import WireField
from .wire.paths import image_path, segment
from .wire.record import RecordSchema, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One store: its id, as `import_image(stores=...)` takes it, and whether data goes there unless told otherwise."""

    id: str = ""
    description: str = ""
    default: bool = False
    read_only: bool = False


class StoreSchema(RecordSchema):
    """The wire form of a store; flags come as the strings "true" and "false"."""

    id = WireField(str)
    description = WireField(str)
    default = fields.Boolean()
    read_only = fields.Boolean(data_key="read-only")


_STORE = StoreSchema()


def stores(transport: Transport) -> list[Store]:
    """All stores; none on servers that have a single one or are older than API 2.8 (there this call is a 404)."""
    try:
        found = json_list(transport.call("GET", "/v2/info/stores"), "stores", dict)
    except NotFound as error:
        if not error.from_service:
            raise
        return []
    return [record(Store, _STORE, one) for one in found]


def remove_from_store(transport: Transport, image_id: str, store: str) -> None:
    """Remove the data from one of the stores that hold it (API 2.10). The last one never gives it up (Forbidden)."""
    path = f"/v2/stores/{segment(store, 'store id')}{image_path(image_id).removeprefix('/v2/images')}"
    transport.call("DELETE", path)
