"""What every group of calls stands on: one transport over one keystoneauth adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecl_pulumi_images.client.clock import Clock
from ecl_pulumi_images.client.transport import Transport

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter


class Calls:
    """A client of the image service that may be shared by many threads.

    adapter: a keystoneauth adapter; nothing is asked of any server before the first call.
    transport: in its place, a transport of the caller's own making.
    """

    def __init__(self, adapter: Adapter, *, transport: Transport | None = None) -> None:
        self._transport = transport or Transport(adapter)

    def __repr__(self) -> str:
        return repr(self._transport).replace("Transport", type(self).__name__)

    @property
    def endpoint(self) -> str:
        """The root URL of the image service, without version and trailing slash. May fetch a token."""
        return self._transport.endpoint

    @property
    def region(self) -> str | None:
        """The region in use; None when neither the settings nor the catalogue name one."""
        return self._transport.region

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in which this cloud has an image service; empty without Keystone, or with endpoint_override."""
        return self._transport.regions

    @property
    def project_id(self) -> str | None:
        """The project of the token; None without Keystone."""
        return self._transport.project_id

    @property
    def project_name(self) -> str | None:
        """The name of the project that the token is for; None without Keystone."""
        return self._transport.project_name

    @property
    def user_id(self) -> str | None:
        """The user of the token; None without Keystone."""
        return self._transport.user_id

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the token's roles; empty without Keystone."""
        return self._transport.roles

    @property
    def clock(self) -> Clock:
        """The clock that pauses and deadlines go by: the module `time` unless the transport was given another."""
        return self._transport.clock
