"""Explicit providers for the local cloud's accounts, as a program declares them."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images import Provider
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.localcloud.accounts import PASSWORDS


def settings(cloud: LocalCloud, name: str) -> dict[str, Any]:
    """The settings of one account, all of them explicit."""
    return {
        "auth_url": cloud.auth_url,
        "username": name,
        "password": PASSWORDS[name],
        "project_name": name,
        "user_domain_id": "default",
        "project_domain_id": "default",
        "region": cloud.region,
    }


def provider(cloud: LocalCloud, name: str, resource_name: str | None = None, **more: Any) -> Provider:
    """A provider for one account, to be called inside a program."""
    return Provider(resource_name or name, **settings(cloud, name), **more)
