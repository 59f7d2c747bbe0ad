"""Check the inputs of an image: what they say, then how their local file begins and ends. No request."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from ecl_pulumi_images.client import BadSource
from ecl_pulumi_images.lifecycle.data.local_file import ends
from ecl_pulumi_images.lifecycle.data.refusal import checked
from ecl_pulumi_images.lifecycle.inputs.validation import Failure, validated
from ecl_pulumi_images.lifecycle.props import Props


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
    if not look:
        return inputs, failures
    try:
        first, last = ends(inputs["local_file_path"], unpack=inputs.get("decompress", False))
    except BadSource as error:
        return inputs, [Failure("local_file_path", str(error))]
    return checked(inputs, unknown, first, last, warn)
