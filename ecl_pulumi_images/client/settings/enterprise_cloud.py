"""The identity service of NTT Enterprise Cloud, from the name of a region alone. Pure.

Source: the cloud's API endpoints, https://sdpf.ntt.com/services/docs/api-endpoint-list/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REGIONS = frozenset({"jp1", "jp2", "jp4", "jp5", "us1", "uk1", "sg1", "au1", "hk1", "de1"})

_KEYS = ("username", "user_id", "application_credential_id", "application_credential_name", "token")


def ecl_defaults(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from an ECL region and a key, where no auth_url is given: that, and the domain of API keys."""
    region = settings.get("region_name")
    if region not in REGIONS or settings.get("auth_url") or not any(settings.get(key) for key in _KEYS):
        return {}
    found: dict[str, Any] = {"auth_url": f"https://keystone-{region}-ecl.api.ntt.com/v3/"}
    if settings.get("username") and not settings.get("user_domain_name"):
        found["user_domain_id"] = "default"
    if settings.get("project_name") and not settings.get("project_domain_name"):
        found["project_domain_id"] = "default"
    return found
