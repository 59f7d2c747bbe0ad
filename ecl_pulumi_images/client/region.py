"""Choose exactly one endpoint of the catalogue.

keystoneauth takes the first region without a word when none is named; an image then lands anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecl_pulumi_images.client.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Place:
    """One endpoint of the image service: its region (None when the catalogue names none) and URL."""

    region: str | None
    url: str


def one_place(places: Iterable[Place], region: str | None, interface: str) -> Place:
    """The place in `region`, or the only one. Raises ConfigurationError that names the regions there are."""
    first: dict[str | None, Place] = {}
    for place in places:
        first.setdefault(place.region, place)
    if not first:
        raise ConfigurationError(
            f"the catalogue has no {interface} endpoint of type image",
            hint="choose another interface, or a project that has one, or give endpoint_override",
        )
    if region and region in first:
        return first[region]
    if not region and len(first) == 1:
        return next(iter(first.values()))
    names = ", ".join(sorted(str(name) for name in first))
    if region:
        raise ConfigurationError(f"there is no image service in region {region!r}; there is one in: {names}")
    raise ConfigurationError(f"no region is configured and the image service is in several: {names}; set region_name")
