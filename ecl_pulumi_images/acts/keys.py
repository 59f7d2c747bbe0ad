"""The keys of configuration: those there are, and how each is written in a stack and in an explicit `Provider`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ecl_pulumi_images.client import ConfigurationError
from ecl_pulumi_images.client.names.near import near, slip
from ecl_pulumi_images.client.names.spelling import Spelling
from ecl_pulumi_images.client.settings.names import FOREIGN, NAMES

NAMESPACE = "ecl:"


def _key(name: str) -> str:
    return "region" if name == "region_name" else name


#: Keys in the namespace that docs/configuration.md documents.
CONNECTION = sorted(_key(name) for name, one in NAMES.items() if one.documented)

#: All that are handed to `client.connect`: those, and what other login plugins take.
SETTINGS = frozenset(map(_key, NAMES))
SECRET = frozenset(_key(name) for name, one in NAMES.items() if one.secret)
_KEYS = SETTINGS | {"uploads", "showPatch"}
ARGUMENTS = SETTINGS | {"uploads", "show_patch"}

#: A key that nobody can write into a stack's configuration; an explicit provider tells its name by it.
NAME = f"{NAMESPACE}Provider:name"

_OTHERS = {other: _key(name) for other, name in FOREIGN.items()} | {"region_name": "region"}


def in_stack(name: str) -> str:
    """A setting as the stack's configuration has it."""
    return NAMESPACE + _key(name)


def in_provider(provider: str, name: str) -> str:
    """A setting as an explicit provider takes it, with the provider's name in the program."""
    argument = "show_patch" if name == "showPatch" else _key(name)
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
