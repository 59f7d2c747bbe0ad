"""The project that settings name, as far as it can be told at once: without a request, and without openstacksdk.

Importing that takes longer than the rest of a preview. So the file is only looked into here: vendor profiles,
secure.yaml and anything unusual are left aside, and what is not plain is unknown.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import ConfigurationError
from .enterprise_cloud import ecl_defaults
from .environment import environment_settings
from .names import canonical
from .precedence import ENVIRONMENT, Settings, Source, merged

_FOLDERS = (".", "~/.config/openstack", "/etc/openstack")
_NAMES = ("clouds.yaml", "clouds.yml", "clouds.json")


def project_of(sources: Sequence[Source], environment: Mapping[str, str] | None = None) -> Settings:
    """`project_id` or `project_name`, with where it comes from; empty when it cannot be told.

    sources: as for `connect_with`. environment: default: the process's own.
    """
    environment = os.environ if environment is None else environment
    with suppress(ConfigurationError):
        found = _merged([(name, canonical(given)) for name, given in sources], environment)
        return found.only(("project_id", "project_name"))
    return Settings({})


def _merged(strong: list[Source], environment: Mapping[str, str]) -> Settings:
    cloud = merged(strong).get("cloud") or environment.get("OS_CLOUD")
    if cloud == environment.get("OS_CLOUD_NAME", "envvars"):
        cloud = None
    if cloud:
        strong = [*strong, (f"cloud {cloud!r}", _entry(str(cloud), environment))]
    found = merged([*strong, (ENVIRONMENT, environment_settings(environment, beside_a_cloud=bool(cloud)))])
    alone = not cloud and "auth_url" not in found and not ecl_defaults(found)
    return Settings({}) if alone else found  # the only cloud of a file needs no name, and is not looked for here


def _entry(cloud: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """One cloud of the first file there is."""
    import yaml  # type: ignore[import-untyped]  # ships no types; openstacksdk brings it

    named = environment.get("OS_CLIENT_CONFIG_FILE")
    usual = [Path(folder).expanduser() / name for folder in _FOLDERS for name in _NAMES]
    with suppress(OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, KeyError, TypeError, StopIteration):
        file = next(path for path in [*([Path(named)] if named else []), *usual] if path.exists())
        return canonical(yaml.safe_load(file.read_text("utf-8"))["clouds"][cloud])
    return {}
