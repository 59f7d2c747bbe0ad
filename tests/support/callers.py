"""Clients of made-up services: pauses cost no time, and credentials are made up too."""

from __future__ import annotations

from typing import Any

from keystoneauth1.adapter import Adapter
from keystoneauth1.identity import v3
from keystoneauth1.noauth import NoAuth
from keystoneauth1.plugin import BaseAuthPlugin
from keystoneauth1.session import Session

from ecl_pulumi_images.client import ImageClient, Transport, connect
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.clock import Clock


def anonymous(url: str, clock: Clock | None = None, verify: bool | str = True) -> ImageClient:
    """A client of the service at `url` that has no Keystone. verify: the file with its certificate."""
    return _client(NoAuth(endpoint=url), url, clock, verify)


def with_password(url: str, identity_url: str, clock: Clock | None = None) -> ImageClient:
    """A client with a user's password."""
    user: dict[str, Any] = {"username": "me", "password": "secret", "user_domain_id": "default", "project_id": "p1"}
    return _client(v3.Password(f"{identity_url}/v3", **user), url, clock)


def with_application_credential(url: str, identity_url: str, clock: Clock | None = None) -> ImageClient:
    """A client with an application credential."""
    secret: dict[str, Any] = {"application_credential_id": "a1", "application_credential_secret": "secret"}
    return _client(v3.ApplicationCredential(f"{identity_url}/v3", **secret), url, clock)


def _client(auth: BaseAuthPlugin, url: str, clock: Clock | None, verify: bool | str = True) -> ImageClient:
    adapter = Adapter(Session(auth=auth, verify=verify), service_type="image", endpoint_override=url)
    return ImageClient(adapter, transport=Transport(adapter, clock=clock or Clock()))


def through(cloud: LocalCloud, who: str, url: str) -> ImageClient:
    """A client of the local cloud's account `who` whose image service is at `url`, such as a proxy's."""
    how: dict[str, Any] = {"config_files": [cloud.clouds_yaml], "load_envvars": False, "endpoint_override": url}
    adapter = connect(who, **how)._transport._adapter
    return ImageClient(adapter, transport=Transport(adapter, clock=Clock()))
