"""Settings from the stack (``ecl:*``) or an explicit `Provider`, and the client that they lead to."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from ecl_pulumi_images.client import ConfigurationError

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

#: Keys in the namespace ``ecl`` that say which cloud, who and how; `client.connect` documents each.
CONNECTION = (
    "application_credential_id",
    "application_credential_name",
    "application_credential_secret",
    "auth_type",
    "auth_url",
    "cacert",
    "cert",
    "cloud",
    "domain_id",
    "domain_name",
    "endpoint_override",
    "insecure",
    "interface",
    "key",
    "password",
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_name",
    "region",
    "timeout",
    "token",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "username",
    "verify",
)
STACK = "the configuration (ecl:*)"
_TRUE = frozenset({"1", "on", "true", "yes"})  # all stack configuration is text
UPLOADS = 4  # transfers at once, unless ecl:uploads says otherwise: more only share the same line


class Config(Protocol):
    """What `pulumi.dynamic.Config` and `pulumi.Config` share."""

    def get(self, key: str) -> Any:
        """Return a value by its full key, or None."""


class Configuration:
    """The settings of one provider. Its connections are shared by all resources of the process."""

    def __init__(self, settings: Mapping[str, Any], *, uploads: int = UPLOADS, show_patch: bool = False) -> None:
        self._settings = dict(settings)
        self.show_patch = show_patch
        self.slot = threading.BoundedSemaphore(uploads)

    @classmethod
    def of(cls, config: Config) -> Configuration:
        """Read the settings; what is not configured is left to clouds.yaml and OS_*.

        Raises ConfigurationError for a value that no setting takes.
        """
        given = {key: config.get(f"ecl:{key}") for key in CONNECTION}
        settings = {key: value for key, value in given.items() if value is not None}
        uploads, show = config.get("ecl:uploads"), config.get("ecl:showPatch")
        return cls(settings, uploads=_count(uploads), show_patch=str(show).lower() in _TRUE)

    def moves(self, region: str | None) -> bool:
        """Return whether another region than `region`, where an image lives, is configured by name.

        Only `ecl:region` and a Provider's region count: an OS_REGION_NAME of one machine must move nothing.
        """
        configured = self._settings.get("region")
        return bool(configured and region and configured != region)

    def __repr__(self) -> str:
        return f"Configuration({', '.join(sorted(self._settings))})"  # names only: values may be secret

    def images(self, region: str | None = None) -> ImageClient:
        """Return the client for `region`, by default the configured one. Nothing is asked of any service yet.

        region: where the state says that the image lives; it wins, so that a moved configuration still finds it.
        Raises ConfigurationError.
        """
        with _guard:  # a cache alone would let two threads connect twice
            return _connected(region or "", tuple(sorted(self._settings.items())))


def _count(value: Any) -> int:
    if value is None:
        return UPLOADS
    number = str(value).removesuffix(".0")
    if not number.isdecimal() or int(number) < 1:
        raise ConfigurationError(f"ecl:uploads is {value!r}: it must be a whole number above 0")
    return int(number)


_guard = threading.Lock()


@cache
def _connected(region: str, settings: tuple[tuple[str, Any], ...]) -> ImageClient:
    from ecl_pulumi_images.client import connect_with  # slow: only when something is asked of the service

    return connect_with([("the state", {"region": region}), (STACK, dict(settings))])
