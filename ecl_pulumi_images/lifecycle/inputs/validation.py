"""Refuses bad input before anything is created, each failure with its property and the way out. Pure."""

from __future__ import annotations

import re
from collections.abc import Set
from types import MappingProxyType
from typing import Any, NamedTuple

from ecl_pulumi_images.client.names import foreign as foreign_names
from ecl_pulumi_images.client.names.near import near

from ..props import FORMATS, Props
from .arguments import ARGUMENTS
from .rules import Refused
from .source_rules import contradictions


class Failure(NamedTuple):
    """One refused input: the property's name (dotted for a part of one) and why, with the way out."""

    property: str
    reason: str


_RULES = {name: argument.rule for name, argument in ARGUMENTS.items()}


def discreet(failure: Failure, secret: Set[str]) -> Failure:
    """Return the failure without its reason, which may name the value, where the program marked the input secret.

    The reasons for a custom property name its key only.
    """
    name = re.split(r"[.\[]", failure.property)[0]
    if name not in secret or name == "properties":
        return failure
    return Failure(failure.property, "is not what it must be; its value is secret")


class Validated(NamedTuple):
    """The inputs as they will be used, every reason to refuse them, and whether the local file has to be looked into.

    A file that was looked into before is not looked into again: it may be gone, when the program ignores its changes.
    """

    inputs: dict[str, Any]
    failures: list[Failure]
    look: bool


def validated(
    declared: Props, unknown: frozenset[str] = frozenset(), before: Props = MappingProxyType({})
) -> Validated:
    """Return what the inputs alone say. Pure.

    declared: the known inputs. unknown: names of inputs whose value a preview cannot know yet. before: the inputs in
    the state, as `check` returned them.
    """
    inputs = {name: value for name, value in declared.items() if value is not None}
    failures: list[Failure] = []
    for name, value in list(inputs.items()):
        failures += _apply(name, value, inputs)
    if not failures:
        failures += [Failure(*refused) for refused in contradictions(inputs, unknown).items()]
    if failures:
        return Validated(inputs, failures, look=False)
    if "local_file_path" not in inputs:
        if inputs.keys() & {"glance_image_id", "image_source_url"} and "container_format" not in unknown:
            inputs.setdefault("container_format", "bare")
        return Validated(inputs, [], look=False)
    if _same_data(inputs, before):
        return Validated(inputs | {key: before[key] for key in FORMATS if key in before}, [], look=False)
    return Validated(inputs, [], look="decompress" not in unknown)


def _apply(name: str, value: Any, inputs: dict[str, Any]) -> list[Failure]:
    rule = _RULES.get(name)
    if rule is None:
        return [Failure(name, f"is not a property of an image; a custom property goes into properties{_meant(name)}")]
    try:
        inputs[name] = rule(value)
    except Refused as refused:
        return [Failure(f"{name}{_part(str(part))}", reason) for part, reason in refused.reasons.items()]
    except ValueError as error:
        return [Failure(name, str(error))]
    return []


def _meant(name: str) -> str:
    found = near(name, _RULES, foreign_names.ARGUMENTS)
    return f"; did you mean {found}?" if found else ""


def _part(part: str) -> str:
    return part if part.startswith("[") else f".{part}"


def _same_data(inputs: Props, before: Props) -> bool:
    keys = ("local_file_path", "content_hash", "decompress", *FORMATS)
    return bool(inputs.get("content_hash")) and all(inputs.get(key, before.get(key)) == before.get(key) for key in keys)
