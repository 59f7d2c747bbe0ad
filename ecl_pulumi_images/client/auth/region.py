"""Choose exactly one endpoint of the catalogue.

keystoneauth takes the first region without a word when none is named, and the first of several services in one region;
an image then lands anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import ConfigurationError
from ..http.redaction import shown_url
from ..names.hints import INTERFACE, ONE_SERVICE, REGION, spelt


@dataclass(frozen=True, slots=True)
class Place:
    """One endpoint of the image service: its region and service's name (None when the catalogue names none) and URL."""

    region: str | None
    url: str
    service: str | None = None


def one_place(places: Iterable[Place], region: str | None, interface: str) -> Place:
    """The place in `region`, or the only one. Raises ConfigurationError, which names those there are."""
    there: dict[str | None, list[Place]] = {}
    for place in places:
        there.setdefault(place.region, []).append(place)
    if not there:
        raise ConfigurationError(f"the catalogue has no {interface} endpoint of type image", hint=spelt(INTERFACE))
    if region and region in there:
        return _one_service(there[region])
    if not region and len(there) == 1:
        return _one_service(next(iter(there.values())))
    names = ", ".join(sorted(str(name) for name in there))
    if region:
        raise ConfigurationError(f"there is no image service in region {region!r}; there is one in: {names}")
    problem = f"no region is configured and the image service is in several: {names}"
    raise ConfigurationError(f"{problem}; {spelt(REGION)}")


def _one_service(places: list[Place]) -> Place:
    """The one place of a region; an entry that is there twice, or with and without its version, is one."""
    if len({_root(place.url) for place in places}) == 1:
        return places[0]
    names = ", ".join(f"{place.service} at {shown_url(place.url)}" for place in places)
    raise ConfigurationError(
        f"region {places[0].region} has several image services: {names}",
        hint=spelt(ONE_SERVICE),
    )


def _root(url: str) -> str:
    return re.sub(r"(/v[12](\.\d+)?)?/*$", "", url.strip().rstrip("/"))
