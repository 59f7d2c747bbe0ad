"""The names that settings go by in arguments, clouds.yaml and OS_* variables, brought to one. Pure.

Sources: openstack.config (openstacksdk, config/loader.py, its `_fix_backwards_...`), keystoneauth1's option names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ALIASES = {
    "user_name": "username",
    "tenant_id": "project_id",
    "tenant_name": "project_name",
    "auth_token": "token",
    "auth_plugin": "auth_type",
    "region": "region_name",
    "endpoint_type": "interface",
    "api_timeout": "timeout",
    "default_domain": "default_domain_id",
    "image_endpoint": "endpoint_override",
    "image_endpoint_override": "endpoint_override",
    "image_interface": "interface",
    "image_endpoint_type": "interface",
    "image_region_name": "region_name",
    "image_service_name": "service_name",
    "image_service_type": "service_type",
    "cacert_file": "cacert",
    "url": "endpoint",
}

_FOR_IMAGES = "image_"  # what is said for this one service wins over what is said for all


def canonical(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under their one name, `auth:` flattened, without those that are None or empty."""
    given = flat(settings)
    ordered = sorted(given, key=lambda name: name.startswith(_FOR_IMAGES))
    found = {ALIASES.get(name, name): given[name] for name in ordered}
    return with_domains(found, beside_a_project=names_a_project(found))


def flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are named, `auth:` among the others, without those that are None or empty."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if key == "auth" and isinstance(value, Mapping):
            found = flat(value) | found
        elif value is not None and value != "":
            found[key.replace("-", "_")] = value
    return found


def with_domains(settings: Mapping[str, Any], *, beside_a_project: bool) -> dict[str, Any]:
    """A domain that is said once stands for the user's and the project's, where a project is named."""
    found = dict(settings)
    for kind in ("id", "name"):
        both = found.pop(f"default_domain_{kind}", None)
        if beside_a_project:
            both = found.pop(f"domain_{kind}", both)
        for whose in ("user", "project") if both is not None else ():
            if not {f"{whose}_domain_id", f"{whose}_domain_name"} & found.keys():
                found[f"{whose}_domain_{kind}"] = both
    return found


def names_a_project(found: Mapping[str, Any]) -> bool:
    """Whether a project is among the settings."""
    return "project_id" in found or "project_name" in found
