"""The keys of configuration: those there are, and how each is written in a stack and in an explicit `Provider`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ecl_pulumi_images.client import ConfigurationError
from ecl_pulumi_images.client.names.near import near, slip
from ecl_pulumi_images.client.names.spelling import Spelling
from ecl_pulumi_images.client.settings.known_names import FOREIGN, OWN, PLUGIN_OPTIONS

NAMESPACE = "ecl:"

#: Keys in the namespace ``ecl`` that say which cloud, who and how; docs/configuration.md documents each.
CONNECTION = (
    "application_credential_id",
    "application_credential_name",
    "application_credential_secret",
    "auth_methods",
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
    "passcode",
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

#: All that are handed to `client.connect`: those, and what other login plugins take.
SETTINGS = frozenset(CONNECTION) | PLUGIN_OPTIONS | (OWN - {"region_name"})
SECRET = frozenset(
    {"access_secret", "access_token", "application_credential_secret", "client_secret", "code", "consumer_secret"}
    | {"idp_otp_key", "oauth2_client_secret", "passcode", "password", "token"}
)
_KEYS = SETTINGS | {"uploads", "showPatch"}
ARGUMENTS = SETTINGS | {"uploads", "show_patch"}

#: A key that nobody can write into a stack's configuration; an explicit provider tells its name by it.
NAME = f"{NAMESPACE}Provider:name"

_OTHERS = {**{other: "region" if name == "region_name" else name for other, name in FOREIGN.items()}} | {
    "region_name": "region"
}


def in_stack(name: str) -> str:
    """A setting as the stack's configuration has it."""
    return NAMESPACE + ("region" if name == "region_name" else name)


def in_provider(provider: str, name: str) -> str:
    """A setting as an explicit provider takes it, with the provider's name in the program."""
    argument = {"region_name": "region", "showPatch": "show_patch"}.get(name, name)
    return f"{argument}= of the Provider {provider!r}"


def spelling(provider: str | None) -> Spelling:
    """How settings are called in the stack's configuration, or in the explicit provider of this name."""
    return in_stack if provider is None else partial(in_provider, provider)


def refuse_unknown(keys: Iterable[str], shared: bool = False) -> None:
    """Raise ConfigurationError for the first key in the namespace that is none.

    shared: whether the project is called as the namespace: its program has keys of its own there, and only a slip
    counts.
    """
    for key in sorted({key for key in keys if key.startswith(NAMESPACE)} - {NAME}):
        name = key.removeprefix(NAMESPACE)
        if name not in _KEYS and (not shared or slip(name, _KEYS, _OTHERS)):
            raise ConfigurationError(f"there is no configuration key {key}", hint=proposed(name, NAMESPACE))


def proposed(name: str, prefix: str = "") -> str:
    """The way out for a name that is no setting."""
    known = _KEYS if prefix else ARGUMENTS
    found = near(name, known, _OTHERS)
    if found:
        return f"did you mean {prefix}{found}?"
    listed = [*CONNECTION, *sorted(known - SETTINGS)]
    return f"known are: {', '.join(prefix + one for one in listed)}"
