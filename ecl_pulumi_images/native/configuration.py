"""The settings of a provider, as the engine hands them to a plugin: under their own names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.acts.keys import ARGUMENTS, NAME, NAMESPACE, SECRET, proposed
from ecl_pulumi_images.acts.secrets import SECRETS
from ecl_pulumi_images.client import ConfigurationError

DEFAULT = "default"  # what the names of the engine's own providers begin with: their settings are the stack's
_ENGINES = frozenset(("pluginDownloadURL", "version", SECRETS))
_SHOWN = "showPatch"  # as a stack's configuration has it


def settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings by their own names. The state of a dynamic `Provider` has them under full keys."""
    held = {key.removeprefix(NAMESPACE): value for key, value in given.items() if key != NAME}
    held = {key: value for key, value in held.items() if key not in _ENGINES and not key.startswith("__")}
    if (shown := held.pop("show_patch", None)) is not None:
        held.setdefault(_SHOWN, shown)
    return {key: value for key, value in held.items() if value is not None}


def configured(given: Mapping[str, Any], urn: str) -> Configuration:
    """Return the configuration of the provider with this URN. Raises ConfigurationError, as `Configuration.of` does."""
    held, (project, name) = settings(given), _named(urn)
    explicit = None if name.startswith(DEFAULT) or not name else name
    if explicit is not None:
        _refuse_unknown(held, explicit)
    keys = [NAMESPACE + key for key in held]
    return Configuration.of(_Config(held, explicit), keys, shared=f"{project}:" == NAMESPACE and explicit is None)


def secret_settings(given: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the settings that are secret: those that always are, and those that the program marks."""
    return SECRET | frozenset(given.get(SECRETS) or ())


def _refuse_unknown(held: Mapping[str, Any], provider: str) -> None:
    for name in sorted(held.keys() - ARGUMENTS - {_SHOWN}):
        raise ConfigurationError(f"the Provider {provider!r} has no setting {name!r}", hint=proposed(name))


def _named(urn: str) -> tuple[str, str]:
    """Return the project and the resource's name: urn:pulumi:stack::project::type::name."""
    parts = urn.split("::", 3)
    return (parts[1], parts[3]) if len(parts) == 4 else ("", "")


class _Config:
    """What `Configuration.of` asks for settings by their full keys."""

    def __init__(self, held: Mapping[str, Any], provider: str | None) -> None:
        self._held = {NAMESPACE + key: value for key, value in held.items()} | {NAME: provider}

    def get(self, key: str) -> Any:
        """Return a setting by its full key, or None."""
        return self._held.get(key)
