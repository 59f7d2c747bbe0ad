"""Check the inputs of an image: what they say, and how its local file begins and ends. No request."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from ..data.local_file import head, tail
from ..data.refusal import found_formats, refusal
from ..inputs.validation import Failure, validated
from ..props import Props


def check(
    declared: Props,
    unknown: frozenset[str] = frozenset(),
    before: Props = MappingProxyType({}),
    warn: Callable[[str], None] = lambda _: None,
) -> tuple[dict[str, Any], list[Failure]]:
    """Return the inputs as they will be used, and every reason to refuse them.

    The first three are those of `validated`. warn: takes one line that is no failure. Reads at most the first 34 KiB
    and the last 1.5 KiB of a declared file.
    """
    inputs, failures, look = validated(declared, unknown, before)
    return inputs, _data(inputs, unknown, warn) if look else failures


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
