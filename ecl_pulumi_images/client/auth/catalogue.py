"""Where the image service is: what the user said, or the one fitting entry of Keystone's catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import ConfigurationError
from ..http.url import endpoint_root
from ..names.hints import NO_CATALOGUE, spelt
from .region import Place, one_place
from .tokens import Tokens

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter
    from keystoneauth1.plugin import BaseAuthPlugin


def located(adapter: Adapter, auth: BaseAuthPlugin | None, tokens: Tokens) -> Place:
    """The place to send calls to. Fetches a token only where the catalogue is needed."""
    place = _given(adapter, auth, tokens)
    return replace(place, url=endpoint_root(place.url))


def regions(adapter: Adapter, tokens: Tokens) -> tuple[str, ...]:
    """The regions with an image service, sorted; none where no catalogue is asked."""
    if adapter.endpoint_override or not tokens.from_keystone:
        return ()
    return tuple(sorted({place.region for place in _places(adapter, tokens) if place.region}))


def _given(adapter: Adapter, auth: BaseAuthPlugin | None, tokens: Tokens) -> Place:
    if adapter.endpoint_override:
        return Place(adapter.region_name or None, adapter.endpoint_override)
    if tokens.from_keystone:
        return _in_catalogue(adapter, tokens)
    url = auth.get_endpoint(adapter.session) if auth else None
    if not url:
        raise ConfigurationError(spelt(NO_CATALOGUE))
    return Place(adapter.region_name or None, url)


def _in_catalogue(adapter: Adapter, tokens: Tokens) -> Place:
    return one_place(_places(adapter, tokens), adapter.region_name, str(adapter.interface or "public"))


def _places(adapter: Adapter, tokens: Tokens) -> list[Place]:
    found = tokens.access(0).service_catalog.get_endpoint_data_list(
        service_type=adapter.service_type or "image",
        interface=adapter.interface or "public",
        service_name=adapter.service_name,
    )
    return [Place(one.region_name, one.catalog_url, one.service_name) for one in found]
