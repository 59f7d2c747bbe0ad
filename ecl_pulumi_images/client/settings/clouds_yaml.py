"""The named clouds of clouds.yaml, read by openstack.config (vendor profiles and secure.yaml included)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from ..errors import ConfigurationError
from ..http.network_errors import why
from ..names.near import slip
from .names import canonical
from .unknown_names import refuse_slip_in_file

if TYPE_CHECKING:
    from openstack.config import OpenStackConfig


class Clouds:
    """What the files define.

    config_files: where to look, the first file that exists counts; None for the usual places (the working directory,
    ~/.config/openstack, /etc/openstack). environment: for OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE.
    """

    def __init__(self, config_files: Sequence[str] | None, environment: Mapping[str, str]) -> None:
        import yaml  # type: ignore[import-untyped]  # ships no types; openstacksdk brings it
        from openstack.config import OpenStackConfig, loader
        from openstack.exceptions import ConfigException

        self._files = _before("OS_CLIENT_CONFIG_FILE", environment, config_files or loader.CONFIG_FILES)
        secure = _before("OS_CLIENT_SECURE_FILE", environment, loader.SECURE_FILES)
        try:
            config = OpenStackConfig(config_files=self._files, secure_files=secure, load_envvars=False)
        except ConfigException as error:
            problem = str(error)
        except (yaml.YAMLError, OSError, UnicodeDecodeError):  # of openstacksdk before it ignored broken files
            problem = f"not readable as YAML: one of {', '.join(_existing([*self._files, *secure]))}"
        except (AttributeError, TypeError) as error:  # its `clouds` is a list, or text
            problem = f"`clouds` is no mapping of names to settings ({error}) in {', '.join(_existing(self._files))}"
        else:
            config.defaults = {}  # what nobody has written must not win over a weaker source that is written
            self._config: OpenStackConfig = config
            ignored = [file for file in _passed_over(secure, config.secure_config_filename) if os.access(file, os.R_OK)]
            if not ignored:
                return
            problem = f"not readable as YAML: {', '.join(ignored)}"  # a secret in it would be missing without a word
        raise ConfigurationError(problem)

    @property
    def names(self) -> list[str]:
        """The clouds there are."""
        return sorted(map(str, self._config.get_cloud_names())) if self._config.config_filename else []

    @property
    def broken(self) -> list[str]:
        """The files that exist and could not be read, up to the one that was."""
        return _passed_over(self._files, self._config.config_filename)

    def settings(self, name: str, region: str | None) -> dict[str, Any]:
        """One cloud's settings under their one name; `region` chooses among several that it lists.

        Raises ConfigurationError for an unknown cloud or region, and when it lists several and none is chosen.
        """
        from openstack.exceptions import ConfigException

        if name not in self.names:
            raise ConfigurationError(f"there is no cloud {name!r}; {self._found()}")
        where = f"cloud {name!r} of {self._config.config_filename}"
        entry = self._config.cloud_config["clouds"].get(name)
        if not isinstance(entry, Mapping):
            raise ConfigurationError(f"{where} is no mapping of settings, or its name is a number without quotes")
        listed = self._listed(entry, where)
        if len(listed) > 1 and region not in listed:
            problem = f"has no region {region!r}" if region else "has several regions and none is chosen"
            raise ConfigurationError(f"cloud {name!r} {problem}; it lists: {', '.join(listed)}")
        chosen: dict[str, Any] = {"region_name": region} if len(listed) > 1 else {}
        try:
            found = dict(self._config.get_one(cloud=name, validate=False, **chosen).config)
        except requests.RequestException as error:  # it fetches some vendors' profiles
            problem = f"its profile {entry.get('profile')!r} could not be fetched: {why(error)}"
        except (ConfigException, KeyError, ValueError, TypeError, AttributeError) as error:
            problem = f"{type(error).__name__}: {error}"
        else:
            # openstack.config takes every text but "true" for false; what is written is judged in tls.py
            settings = canonical(found | {flag: entry[flag] for flag in ("verify", "insecure") if flag in entry})
            refuse_slip_in_file(where, {*entry, *settings})
            return settings
        raise ConfigurationError(f"{where}: {problem}")

    def _listed(self, entry: Mapping[str, Any], where: str) -> list[str]:
        try:
            return _regions(entry, self._profile(entry))
        except requests.RequestException as error:
            problem = f"its profile {entry.get('profile')!r} could not be fetched: {why(error)}"
        except (KeyError, TypeError):
            problem = f"regions is {entry.get('regions')!r}: it must be a list of names, or of mappings with a name"
        raise ConfigurationError(f"{where}: {problem}")

    def _profile(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """The vendor's part of an entry: from clouds-public.yaml, else from openstacksdk."""
        from openstack.config import vendors

        name = entry.get("profile") or entry.get("cloud")
        if not name or str(name).startswith("http"):
            return {}
        own = (self._config._load_vendor_file()[1] or {}).get("public-clouds") or {}  # it has no public name there
        return own.get(name) or vendors.get_profile(name) or {}

    def _slip(self) -> str:
        """The key of the file that is surely meant to be `clouds`."""
        keys = map(str, self._config.extra_config)  # all of the file, as it is written
        return next((key for key in keys if key != "clouds" and slip(key, {"clouds"})), "")

    def _found(self) -> str:
        read, broken = self._config.config_filename, self.broken
        has = f"a key {self._slip()!r}: did you mean clouds?" if self._slip() else ", ".join(self.names) or "none"
        parts = [f"{read} has: {has}"] if read else []
        parts += [f"not readable as YAML: {', '.join(broken)}"] if broken else []
        parts += [] if read or broken else [f"none of these files exists: {', '.join(self._files)}"]
        return "; ".join(parts)


def _existing(files: Sequence[str]) -> list[str]:
    return [file for file in files if Path(file).exists()]


def _passed_over(files: Sequence[str], read: str | None) -> list[str]:
    existing = _existing(files)
    return existing[: existing.index(read) if read in existing else None]


def _before(variable: str, environment: Mapping[str, str], others: Sequence[str]) -> list[str]:
    first = environment.get(variable)
    if first and not Path(first).exists():
        raise ConfigurationError(f"{variable}: there is no file {first}")
    return [*([first] if first else []), *map(str, others)]


def _regions(entry: Mapping[str, Any], profile: Mapping[str, Any]) -> list[str]:
    """The regions of an entry of clouds.yaml, or of its vendor profile; openstack.config takes the first of them."""
    source = entry if {"regions", "region_name"} & entry.keys() else profile
    regions = source.get("regions") or source.get("region_name") or []
    if isinstance(regions, str) and not source.get("regions"):
        regions = [one.strip() for one in regions.split(",") if one.strip()]
    if not isinstance(regions, list):  # openstack.config would take a text apart, letter by letter
        raise TypeError
    return [str(one["name"] if isinstance(one, Mapping) else one) for one in regions]
