"""The package: what it is called, for people and in each language, and what is in it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import tomllib

from . import functions, resources, settings, types

NAME = "ecl"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
SDK = "pulumi-ecl"
"""What a generated SDK is called; none is ever published."""


def package() -> dict[str, Any]:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    made = {
        "name": NAME,
        "displayName": "Enterprise Cloud images",
        "version": version(project["name"]),
        "description": project["description"] + ".",
        "keywords": [*project["keywords"], "category/cloud", "kind/native"],
        "license": project["license"],
        "meta": {"supportPack": True},  # a generated SDK for Go gets a go.mod of its own
        "language": languages(),
        "config": {"variables": settings.variables()},
        "types": types.types(),
        "provider": settings.provider(),
        "resources": resources.resources(),
        "functions": functions.functions(),
    }
    urls = {key.lower(): url for key, url in project.get("urls", {}).items()}
    return made | {key: urls[key] for key in ("homepage", "repository") if key in urls}


def languages() -> dict[str, Any]:
    """respectSchemaVersion: a generated SDK asks for the plugin of its own version."""
    alike = {"respectSchemaVersion": True}
    return {
        "csharp": alike,
        "go": {"importBasePath": f"{SDK}/sdk/go/ecl", "generateResourceContainerTypes": True, **alike},
        "nodejs": {"packageName": SDK, **alike},
        "python": {"packageName": SDK.replace("-", "_"), "pyproject": {"enabled": True}, **alike},
    }
