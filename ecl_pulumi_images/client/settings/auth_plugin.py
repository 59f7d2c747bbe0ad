"""The keystoneauth plugin that the settings call for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..http.url import http_url
from ..names.near import near
from .precedence import APPLICATION, NONE, called

if TYPE_CHECKING:
    from keystoneauth1.plugin import BaseAuthPlugin

# The generic plugins ask for the versions of Keystone first; version 3 is the only one since 2017.
# token_endpoint is openstacksdk's name for a token that is given along with the service's address.
_DIRECT = {"password": "v3password", "token": "v3token", "token_endpoint": "admin_token"}
_WITHOUT_KEYSTONE = ("none", "http_basic", "admin_token")
_OLD_VERSION = re.compile(r"/v2(\.0)?/*$")
_MANY, _METHODS = "v3multifactor", "auth_methods"

# What keystoneauth would send a token request without, each with what may stand in its place.
_USER = ("username", "user_id")
_NEEDS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "v3password": (("password",), _USER),
    "v3totp": (("passcode",), _USER),
    "v3token": (("token",),),
    "v3applicationcredential": (("application_credential_secret",),),
    "http_basic": (("username",), ("password",)),
    "admin_token": (("token",), ("endpoint",)),
}


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


def plugin_options(settings: Mapping[str, Any]) -> set[str]:
    """The settings that the plugin takes. Raises ConfigurationError for an unknown one."""
    name = auth_type(settings)
    return {str(option.dest) for option in _options(name, _methods(name, settings))}


def load_plugin(settings: Mapping[str, Any]) -> BaseAuthPlugin:
    """The plugin with its settings. Raises ConfigurationError that names what is missing."""
    from keystoneauth1 import exceptions

    name = auth_type(settings)
    methods = _methods(name, settings)
    given = {
        str(option.dest): _typed(option, settings)
        for option in _options(name, methods)
        if option.dest in settings and option.dest != _METHODS
    }
    if methods:
        given[_METHODS] = methods
    if name == "admin_token" and "endpoint_override" in settings:
        given.setdefault("endpoint", settings["endpoint_override"])
    if "auth_url" in given:
        given["auth_url"] = _address(name, str(given["auth_url"]), called(settings, "auth_url"))
    elif name not in _WITHOUT_KEYSTONE:
        raise _missing("auth_url", settings)
    for needed in [one for method in methods or [name] for one in _NEEDS.get(method, ())]:
        if not any(given.get(one) for one in needed):
            raise _missing(" or ".join(needed), settings)
    try:
        loaded: BaseAuthPlugin = _loader(name).load_from_options(**given)
    except exceptions.MissingRequiredOptions as error:
        missing = ", ".join(str(option.dest) for option in error.options)
    except (exceptions.ClientException, TypeError) as error:  # TypeError: a method that is none of several
        missing = str(error)
    else:
        return loaded
    raise ConfigurationError(f"auth_type {name} wants more: {missing}")


def _methods(name: str, settings: Mapping[str, Any]) -> list[str]:
    """The methods of a login with several, from a list or from what a variable can hold: names with commas."""
    said = settings.get(_METHODS) or ()
    if name != _MANY:
        return []
    names = [one.strip() for one in said.split(",")] if isinstance(said, str) else list(map(str, said))
    return [_DIRECT.get(one, one) for one in names if one]


def _options(name: str, methods: Sequence[str]) -> list[Any]:
    """The plugin's options; keystoneauth tells those of each method only once it has loaded the plugin."""
    found = {option.dest: option for one in (name, *methods) for option in _loader(one).get_options()}
    return list(found.values())


def _typed(option: Any, settings: Mapping[str, Any]) -> Any:
    value = settings[option.dest]
    if isinstance(value, (bool, list)):
        return value
    try:
        return option.type(value)
    except (TypeError, ValueError):
        problem = f"{called(settings, option.dest)} is {value!r}: it must be a number"
    raise ConfigurationError(problem)


def _address(name: str, auth_url: str, where: str) -> str:
    """Keystone's address; one that ends in version 2 is that of a cloud which has version 3, too."""
    url = http_url(auth_url, where).geturl()
    return _OLD_VERSION.sub("/v3", url) if name.startswith("v3") else url


def _missing(what: str, settings: Mapping[str, Any]) -> ConfigurationError:
    return ConfigurationError(f"{what} is missing", hint=f"the settings are: {', '.join(sorted(settings)) or 'none'}")


def _loader(name: str) -> Any:
    from keystoneauth1 import exceptions, loading

    try:
        return loading.get_plugin_loader(name)
    except exceptions.NoMatchingPlugin:
        names = loading.get_available_plugin_names()
    raise ConfigurationError(f"auth_type {name!r} is unknown", hint=_proposed(name, names))


def _proposed(name: str, names: Iterable[str]) -> str:
    found = near(name, names)
    return (f"did you mean {found}? " if found else "") + f"known are: {', '.join(sorted(names))}"
