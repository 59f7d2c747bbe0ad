"""The settings in OS_* variables. Pure; the environment is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .names import canonical

_SELECTORS = {"OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME"}

# What OS_* may say beside a named cloud. Who it is, for which project and at which Keystone is the cloud's affair.
BESIDE_A_CLOUD = {
    *("region_name", "interface", "endpoint_type", "image_endpoint_override", "image_interface", "image_region_name"),
    *("cacert", "cert", "key", "insecure", "verify"),
}


def environment_settings(environment: Mapping[str, str], *, beside_a_cloud: bool) -> dict[str, Any]:
    """The settings under their one name; with a named cloud only those about the place and TLS."""
    names = {name: name[3:].lower() for name in environment if name.startswith("OS_") and name not in _SELECTORS}
    read = {short: environment[name] for name, short in names.items() if not beside_a_cloud or short in BESIDE_A_CLOUD}
    return canonical(read)
