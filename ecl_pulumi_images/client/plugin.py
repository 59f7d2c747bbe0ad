"""The keystoneauth plugin that the settings call for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client.endpoint import http_url
from ecl_pulumi_images.client.errors import ConfigurationError
from ecl_pulumi_images.client.settings import APPLICATION, NONE

if TYPE_CHECKING:
    from keystoneauth1.plugin import BaseAuthPlugin

# The generic plugins ask for the versions of Keystone first; version 3 is the only one since 2017.
_DIRECT = {"password": "v3password", "token": "v3token"}


def auth_type(settings: Mapping[str, Any]) -> str:
    """The name of the plugin: what is said, or what follows from the credentials."""
    said = str(settings.get("auth_type") or "password")
    if said.lower() in NONE:
        return "none"
    if said == "password":
        has_application = any(name in settings for name in APPLICATION)
        said = "v3applicationcredential" if has_application and "password" not in settings else said
        said = "token" if "token" in settings and "password" not in settings and not has_application else said
    return _DIRECT.get(said, said)


def plugin_options(name: str) -> set[str]:
    """The settings that a plugin takes. Raises ConfigurationError for an unknown one."""
    return {option.dest for option in _loader(name).get_options()}


def load_plugin(settings: Mapping[str, Any]) -> BaseAuthPlugin:
    """The plugin with its settings. Raises ConfigurationError that names what is missing."""
    from keystoneauth1 import exceptions

    name = auth_type(settings)
    taken = plugin_options(name)
    given = {
        key: value if isinstance(value, (bool, list)) else str(value) for key, value in settings.items() if key in taken
    }
    if name != "none" and not name.startswith(("http", "admin")) and not given.get("auth_url"):
        raise ConfigurationError(
            "auth_url is missing", hint=f"the settings are: {', '.join(sorted(settings)) or 'none'}"
        )
    if "auth_url" in given:
        given["auth_url"] = http_url(str(given["auth_url"]), "auth_url").geturl()
    for missing in _missing(name, given):
        raise ConfigurationError(f"{missing} is missing", hint=f"the settings are: {', '.join(sorted(settings))}")
    try:
        loaded: BaseAuthPlugin = _loader(name).load_from_options(**given)
    except exceptions.MissingRequiredOptions as error:
        missing = ", ".join(str(option.dest) for option in error.options)
    except exceptions.ClientException as error:
        missing = str(error)
    else:
        return loaded
    raise ConfigurationError(f"auth_type {name} wants more: {missing}")


def _missing(name: str, given: Mapping[str, Any]) -> list[str]:
    """What keystoneauth would send a token request without."""
    needs = {"v3password": ("password",), "v3applicationcredential": ("application_credential_secret",)}.get(name, ())
    missing = [one for one in needs if not given.get(one)]
    if name == "v3password" and not (given.get("username") or given.get("user_id")):
        missing.append("username or user_id")
    return missing


def _loader(name: str) -> Any:
    from keystoneauth1 import exceptions, loading

    try:
        return loading.get_plugin_loader(name)
    except exceptions.NoMatchingPlugin:
        names = ", ".join(sorted(loading.get_available_plugin_names()))
    raise ConfigurationError(f"auth_type {name!r} is unknown; known are: {names}")
