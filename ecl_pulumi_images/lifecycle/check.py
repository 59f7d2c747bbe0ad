"""Refuses bad input before anything is created, each failure with its property and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from types import MappingProxyType
from typing import Any, NamedTuple

from ecl_pulumi_images.client.names import foreign as foreign_names
from ecl_pulumi_images.client.names.near import near

from .field_rules import RULES, Refused
from .local_file import head, tail
from .refusal import found_formats, refusal
from .source_inputs import SOURCE_RULES, contradictions
from .wire import FORMATS, Props


class Failure(NamedTuple):
    """One refused input: the property's name (dotted for a part of one) and why, with the way out."""

    property: str
    reason: str


_RULES = {**RULES, **SOURCE_RULES}


def discreet(failure: Failure, secret: Set[str]) -> Failure:
    """Return the failure without its reason, which may name the value, where the program marked the input secret.

    The reasons for a custom property name its key only.
    """
    name = re.split(r"[.\[]", failure.property)[0]
    if name not in secret or name == "properties":
        return failure
    return Failure(failure.property, "is not what it must be; its value is secret")


def check(
    declared: Props,
    unknown: frozenset[str] = frozenset(),
    before: Props = MappingProxyType({}),
    warn: Callable[[str], None] = lambda _: None,
) -> tuple[dict[str, Any], list[Failure]]:
    """Return the inputs as they will be used, and every reason to refuse them.

    declared: the known inputs. unknown: names of inputs whose value a preview cannot know yet. before: the inputs in
    the state, as this function returned them. warn: takes one line that is no failure. Reads at most the first 34 KiB
    and the last 1.5 KiB of a declared file, and nothing of one that has been looked at before: it may be gone, when the
    program ignores its changes.
    """
    inputs = {name: value for name, value in declared.items() if value is not None}
    failures: list[Failure] = []
    for name, value in list(inputs.items()):
        failures += _apply(name, value, inputs)
    if not failures:
        failures += [Failure(*refused) for refused in contradictions(inputs, unknown).items()]
    if not failures and "local_file_path" in inputs and _same_data(inputs, before):
        inputs |= {key: before[key] for key in FORMATS if key in before}
    elif not failures and "local_file_path" in inputs and "decompress" not in unknown:
        failures += _data(inputs, unknown, warn)
    elif not failures and inputs.keys() & {"glance_image_id", "image_source_url"} and "container_format" not in unknown:
        inputs.setdefault("container_format", "bare")
    return inputs, failures


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


def _data(inputs: dict[str, Any], unknown: frozenset[str], warn: Callable[[str], None]) -> list[Failure]:
    """Look at how the data begins and ends; fill in the formats that were left out."""
    path, unpack = inputs["local_file_path"], inputs.get("decompress", False)
    try:
        first = head(path, unpack=unpack)
        last = b"" if unpack else tail(path)
    except ValueError as error:
        return [Failure("local_file_path", str(error))]
    if {"disk_format", "container_format"}.isdisjoint(unknown) and (wrong := refusal(inputs, first, last)):
        return [Failure(*wrong)]
    found = found_formats(first, inputs, warn if "disk_format" not in unknown else lambda _: None)
    inputs.update({key: value for key, value in found.items() if key not in inputs and key not in unknown})
    return []
