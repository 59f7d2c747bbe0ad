"""Every setting, with what belongs to it, and the one name that it has inside. Pure.

Sources: openstack.config (openstacksdk, config/loader.py, its `_fix_backwards_...`), keystoneauth1's option names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple


class Name(NamedTuple):
    """What belongs to a setting."""

    part: Literal["who", "scope", "trust", "login", ""] = ""
    """With which others it stands together (precedence.py). login: keystoneauth's own login plugins take it."""
    secret: bool = False
    also: str = ""
    """What else it may be called, as in openstack.config."""
    elsewhere: str = ""
    """What other tools call it (Terraform, pulumi-openstack, older clients): proposed, and not taken."""
    documented: bool = True
    """Whether docs/configuration.md has a row for it."""


def _logins(names: str, *, secret: bool = False) -> dict[str, Name]:
    return {name: Name("login", secret, documented=False) for name in names.split()}


NAMES: Mapping[str, Name] = {
    "cloud": Name(),
    "auth_url": Name(),
    "region_name": Name(also="region image_region_name"),
    "interface": Name(also="endpoint_type image_interface image_endpoint_type"),
    "endpoint_override": Name("", False, "image_endpoint image_endpoint_override", "endpoint endpoint_overrides"),
    "service_name": Name(also="image_service_name"),
    "service_type": Name(also="image_service_type"),
    "timeout": Name(also="api_timeout"),
    "cert": Name(),
    "key": Name(),
    "default_domain_id": Name(also="default_domain"),
    "default_domain_name": Name(),
    "verify": Name("trust"),
    "insecure": Name("trust"),
    "cacert": Name("trust", also="cacert_file", elsewhere="ca_cert"),
    "auth_type": Name("who", also="auth_plugin"),
    "username": Name("who", also="user_name", elsewhere="user api_key"),
    "user_id": Name("who"),
    "user_domain_id": Name("who"),
    "user_domain_name": Name("who"),
    "password": Name("who", secret=True, elsewhere="secret_key"),
    "passcode": Name("who", secret=True),
    "token": Name("who", secret=True, also="auth_token"),
    "application_credential_id": Name("who"),
    "application_credential_name": Name("who"),
    "application_credential_secret": Name("who", secret=True),
    "project_id": Name("scope", also="tenant_id"),
    "project_name": Name("scope", also="tenant_name", elsewhere="project tenant"),
    "project_domain_id": Name("scope"),
    "project_domain_name": Name("scope"),
    "domain_id": Name("scope"),
    "domain_name": Name("scope"),
    "system_scope": Name("scope"),
    "trust_id": Name("scope"),
    "auth_methods": Name("login"),
    "endpoint": Name("login", also="url", documented=False),
    # kerberos, SAML, OAuth 1 and OpenID Connect included
    **_logins("access_key access_token_endpoint access_token_type client_id code_challenge_method consumer_key"),
    **_logins("device_authorization_endpoint discovery_endpoint identity_provider identity_provider_url"),
    **_logins("login_timeout mutual_auth oauth2_client_id oauth2_endpoint protocol redirect_host redirect_port"),
    **_logins("redirect_uri scope service_provider_endpoint service_provider_entity_id"),
    **_logins("access_secret access_token client_secret code consumer_secret", secret=True),
    **_logins("idp_otp_key oauth2_client_secret", secret=True),
}

OWN = frozenset(name for name, one in NAMES.items() if one.part != "login")
WHO, SCOPE, TRUST = ([name for name, one in NAMES.items() if one.part == part] for part in ("who", "scope", "trust"))
ALIASES: Mapping[str, str] = {other: name for name, one in NAMES.items() for other in one.also.split()}
FOREIGN = {**ALIASES, **{other: name for name, one in NAMES.items() for other in one.elsewhere.split()}}

_FOR_IMAGES = "image_"  # what is said for this one service wins over what is said for all


def canonical(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under their one name, `auth:` flattened, without those that are None or empty."""
    given = sorted(flat(settings).items(), key=lambda one: one[0].startswith(_FOR_IMAGES))
    return {ALIASES.get(name, name): value for name, value in given}


def flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are named, `auth:` among the others, without those that are None or empty."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if key == "auth" and isinstance(value, Mapping):
            found = flat(value) | found
        elif value is not None and value != "":
            found[key.replace("-", "_")] = value
    return found
