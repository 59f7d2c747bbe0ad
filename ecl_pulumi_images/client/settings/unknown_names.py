"""What to say of a name that is no setting. Pure.

In arguments and in stack configuration each name is meant for us, so an unknown one is an error. clouds.yaml and the
OS_* variables are shared with other tools: there only a slip of the pen is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import ConfigurationError
from ..names.near import did_you_mean, slip
from .names import ALIASES, FOREIGN, NAMES

_READ = NAMES.keys() | ALIASES.keys()
_IN_FILES = _READ | {"auth", "profile", "regions"}
_IN_VARIABLES = _READ | {"client_config_file", "client_secure_file", "cloud_name"}

# openstacksdk's keys for other services and purposes, and the variables of test runners
_OTHERS = re.compile(
    r".+_(api_version|endpoint_override|endpoint|endpoint_type|interface|region_name|service_name|service_type"
    r"|status_code_retries|connect_retries|timeout|max_version|min_version|default_microversion)"
)
_TESTS = ("test", "std", "log")


def refuse_unknown(source: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raise ConfigurationError for the first name that is no setting."""
    taken = set(known)
    for name in sorted(names):
        if name not in taken and ALIASES.get(name) not in taken:
            raise ConfigurationError(f"{source}: there is no setting {name!r}", hint=did_you_mean(name, taken, FOREIGN))


def refuse_slip_in_file(where: str, names: Iterable[str]) -> None:
    """Raise ConfigurationError for a key of a cloud that is surely meant to be another one."""
    for name in sorted(names):
        meant = _meant(name, _IN_FILES)
        if meant:
            raise ConfigurationError(f"{where}: there is no setting {name!r}", hint=f"did you mean {meant}?")


def slips_in_variables(environment: Iterable[str], read: Iterable[str] | None = None) -> dict[str, str]:
    """The OS_* variables that are surely meant to be others, with those.

    read: lower-case names of the variables that count; None for all.
    """
    names = {name: name[3:].lower() for name in environment if name.startswith("OS_")}
    meant = {
        variable: _meant(name, _IN_VARIABLES if read is None else read)
        for variable, name in names.items()
        if not name.startswith(_TESTS) and name not in _IN_VARIABLES
    }
    return {variable: name for variable, name in meant.items() if name}


def _meant(name: str, read: Iterable[str]) -> str | None:
    known = set(read)
    return None if name in known or _OTHERS.fullmatch(name) else slip(name, known)
