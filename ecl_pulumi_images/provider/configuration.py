"""Settings from the stack (``ecl:*``) or an explicit `Provider`, and the client that they lead to."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

from pulumi.dynamic import Config

from ecl_pulumi_images.client import ImageClient, connect

#: Connection settings: the key in the namespace ``ecl`` -> the keyword of `client.connect`.
SETTINGS = {
    "application_credential_id": "application_credential_id",
    "application_credential_name": "application_credential_name",
    "application_credential_secret": "application_credential_secret",
    "auth_type": "auth_type",
    "auth_url": "auth_url",
    "cacert": "cacert",
    "cert": "cert",
    "cloud": "cloud",
    "domain_id": "domain_id",
    "domain_name": "domain_name",
    "endpoint_override": "endpoint_override",
    "interface": "interface",
    "key": "key",
    "password": "password",
    "project_domain_id": "project_domain_id",
    "project_domain_name": "project_domain_name",
    "project_id": "project_id",
    "project_name": "project_name",
    "region": "region_name",
    "token": "token",
    "user_domain_id": "user_domain_id",
    "user_domain_name": "user_domain_name",
    "user_id": "user_id",
    "username": "username",
    "verify": "verify",
}  # fmt: skip


class Configuration:
    """The settings of one provider, and its connections: one for each region, shared by all of its resources."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = dict(settings)

    @classmethod
    def of(cls, config: Config) -> Configuration:
        """Read the settings; what is not configured is left to clouds.yaml and OS_*."""
        given = {keyword: config.get(f"ecl:{key}") for key, keyword in SETTINGS.items()}
        return cls({keyword: value for keyword, value in given.items() if value is not None})

    def __repr__(self) -> str:
        return f"Configuration({', '.join(sorted(self._settings))})"  # names only: values may be secret

    def images(self, region: str | None = None) -> ImageClient:
        """Return the client for `region`, by default the configured one. Nothing is asked of any service yet.

        region: where the state says that the image lives; it wins, so that a moved configuration still finds it.
        """
        settings = self._settings | ({"region_name": region} if region else {})
        with _guard:  # lru_cache alone would let two threads connect twice
            return _connected(tuple(sorted(settings.items())))


_guard = threading.Lock()


@cache
def _connected(settings: tuple[tuple[str, Any], ...]) -> ImageClient:
    return connect(**dict(settings))
