"""The named clouds of clouds.yaml, read by openstack.config (vendor profiles and secure.yaml included)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client.errors import ConfigurationError

if TYPE_CHECKING:
    from openstack.config import OpenStackConfig


class Clouds:
    """What the files define.

    config_files: where to look, the first file that exists counts; None for the usual places (the working directory,
    ~/.config/openstack, /etc/openstack). environment: for OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE.
    """

    def __init__(self, config_files: Sequence[str] | None, environment: Mapping[str, str]) -> None:
        from openstack.config import OpenStackConfig, loader
        from openstack.exceptions import ConfigException

        self._files = _before(environment.get("OS_CLIENT_CONFIG_FILE"), config_files or loader.CONFIG_FILES)
        secure = _before(environment.get("OS_CLIENT_SECURE_FILE"), loader.SECURE_FILES)
        try:
            config = OpenStackConfig(config_files=self._files, secure_files=secure, load_envvars=False)
        except ConfigException as error:
            problem = str(error)
        except (AttributeError, TypeError) as error:  # its `clouds` is a list, or text
            problem = f"`clouds` is no mapping of names to settings ({error}) in {', '.join(_existing(self._files))}"
        else:
            config.defaults = {}  # what nobody has written must not win over a weaker source that is written
            self._config: OpenStackConfig = config
            return
        raise ConfigurationError(problem)

    @property
    def names(self) -> list[str]:
        """The clouds there are."""
        return sorted(self._config.get_cloud_names()) if self._config.config_filename else []

    def settings(self, name: str, region: str | None) -> dict[str, Any]:
        """One cloud's settings; `region` chooses among several that it lists.

        Raises ConfigurationError for an unknown cloud or region, and when it lists several and none is chosen.
        """
        from openstack.exceptions import ConfigException

        if name not in self.names:
            raise ConfigurationError(f"there is no cloud {name!r}; {self._found()}")
        entry = self._config.cloud_config["clouds"][name]
        if not isinstance(entry, Mapping):
            raise ConfigurationError(f"cloud {name!r} of {self._config.config_filename} is no mapping of settings")
        listed = _regions(entry)
        if len(listed) > 1 and region not in listed:
            problem = f"has no region {region!r}" if region else "has several regions and none is chosen"
            raise ConfigurationError(f"cloud {name!r} {problem}; it lists: {', '.join(listed)}")
        chosen: dict[str, Any] = {"region_name": region} if len(listed) > 1 else {}
        try:
            return dict(self._config.get_one(cloud=name, validate=False, **chosen).config)
        except (ConfigException, KeyError, ValueError, TypeError, AttributeError) as error:
            problem = f"{type(error).__name__}: {error}"
        raise ConfigurationError(f"cloud {name!r} of {self._config.config_filename}: {problem}")

    def _found(self) -> str:
        existing = _existing(self._files)
        read = self._config.config_filename
        broken = [file for file in existing[: existing.index(read) if read in existing else None] if file != read]
        parts = [f"{read} has: {', '.join(self.names) or 'none'}"] if read else []
        parts += [f"not readable as YAML: {', '.join(broken)}"] if broken else []
        parts += [] if read or broken else [f"none of these files exists: {', '.join(self._files)}"]
        return "; ".join(parts)


def _existing(files: Sequence[str]) -> list[str]:
    return [file for file in files if Path(file).exists()]


def _before(first: str | None, others: Sequence[str]) -> list[str]:
    return [*([first] if first else []), *map(str, others)]


def _regions(entry: Mapping[str, Any]) -> list[str]:
    """The regions of an entry of clouds.yaml, or of its vendor profile; openstack.config takes the first of them."""
    from openstack.config import vendors

    profile = entry.get("profile") or entry.get("cloud")
    known = vendors.get_profile(profile) or {} if profile and not str(profile).startswith("http") else {}
    source = entry if {"regions", "region_name"} & entry.keys() else known
    regions = source.get("regions") or source.get("region_name") or []
    if isinstance(regions, str):
        regions = [one.strip() for one in regions.split(",") if one.strip()]
    return [str(one["name"] if isinstance(one, Mapping) else one) for one in regions]
