"""The settings: configuration of a stack, and inputs of an explicit provider."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.acts.keys import CONNECTION, SECRET, SETTINGS

from . import words
from .types import TEXT, language, pascal

DESCRIPTION = (
    "Which cloud, as whom, in which region. What is not set comes from the named cloud of clouds.yaml and then from "
    "the `OS_*` variables, field by field; user and secret always from one source."
)
_TYPES = {"boolean": "boolean", "seconds": "number", "whole number above 0": "integer"}
"""The types of docs/configuration.md that are more than text. `verify` is text, as it may be a path, too."""


def variables() -> dict[str, Any]:
    """Every setting, those of other login plugins last."""
    rows = {row[0].strip("`").removeprefix("ecl:"): row for row in words.table("configuration.md", "key")}
    names = [*CONNECTION, "uploads", "showPatch", *sorted(SETTINGS - {*CONNECTION})]
    return {name: _setting(name, rows.get(name)) for name in names}


def provider() -> dict[str, Any]:
    return {"description": DESCRIPTION, "inputProperties": variables()}


def _setting(name: str, row: list[str] | None) -> dict[str, Any]:
    if row is None:
        made = {**TEXT, "description": f"The option `{name}` of keystoneauth's login plugins."}
    else:
        _, kind, default, meaning = row
        made = {"type": _TYPES.get(kind, "string"), "description": _described(kind, default, meaning)}
    secret = {"secret": True} if name in SECRET else {}
    return made | secret | {"language": language(name)}


def _described(kind: str, default: str, meaning: str) -> str:
    words_ = f" One of {kind}." if kind.startswith("`") and "," in kind else ""
    text = words.sentence(meaning or pascal(kind)) + words_
    return text if not default or default.startswith("see ") else f"{text} Default: {default}."
