"""The identity service of NTT Enterprise Cloud from a region's name."""

from __future__ import annotations

import pytest

from ecl_pulumi_images.client.settings.enterprise_cloud import REGIONS, ecl_defaults


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_a_region_and_a_key_are_enough(region: str) -> None:
    found = ecl_defaults({"region_name": region, "username": "key", "password": "secret", "project_id": "p"})

    assert found == {"auth_url": f"https://keystone-{region}-ecl.api.ntt.com/v3/", "user_domain_id": "default"}


@pytest.mark.parametrize(
    "settings",
    [
        {"region_name": "RegionOne", "username": "key"},
        {"region_name": "jp1"},
        {"username": "key"},
        {"region_name": "jp1", "username": "key", "auth_url": "https://other"},
    ],
)
def test_nothing_is_guessed_without_both_or_beside_an_auth_url(settings: dict[str, str]) -> None:
    assert ecl_defaults(settings) == {}


def test_a_domain_that_is_said_stays() -> None:
    assert "user_domain_id" not in ecl_defaults({"region_name": "jp1", "username": "k", "user_domain_name": "d"})
