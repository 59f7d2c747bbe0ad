"""Imports: the service takes data that was staged, or fetches it itself.

API: https://docs.openstack.org/api-ref/image/v2/#interoperable-image-import
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .errors import NotFound
from .http.response import decoded
from .invalid import InvalidRequest
from .transport import Transport
from .wire.paths import image_path
from .wire.record import json_object, listed


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """The methods of import that the service offers; none when it cannot import at all."""

    methods: tuple[str, ...] = ()


def import_info(transport: Transport) -> ImportInfo:
    """What `import_image` can do here. Offered is not the same as set up: the operator may have left it broken."""
    try:
        return decoded(transport.call("GET", "/v2/info/import"), _info)
    except NotFound as error:
        if not error.from_service:
            raise
        return ImportInfo()


def import_image(
    transport: Transport,
    image_id: str,
    method: str = "glance-direct",
    *,
    uri: str | None = None,
    stores: Sequence[str] | None = None,
    all_stores: bool | None = None,
    all_stores_must_succeed: bool | None = None,
    glance_image_id: str | None = None,
    glance_region: str | None = None,
    glance_service_interface: str | None = None,
) -> None:
    """Start an import; `wait` tells how it ends."""
    if isinstance(stores, str):
        raise InvalidRequest(f"stores is {stores!r:.60}; it must be a list of stores")
    how = {
        "name": method,
        "uri": uri,
        "glance_image_id": glance_image_id,
        "glance_region": glance_region,
        "glance_service_interface": glance_service_interface,
    }
    body: dict[str, Any] = {
        "method": _given(how),
        **_given(
            {
                "stores": list(stores) if stores is not None else None,
                "all_stores": all_stores,
                "all_stores_must_succeed": all_stores_must_succeed,
            }
        ),
    }
    transport.call("POST", image_path(image_id, "/import"), json=body)


def _info(body: bytes) -> ImportInfo:
    methods = json_object(body).get("import-methods")
    return ImportInfo(tuple(listed(methods, "value", str)) if isinstance(methods, dict) else ())


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
