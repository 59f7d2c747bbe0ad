"""What people write for a flag or a time, judged by the name under which they wrote it. Pure."""

from __future__ import annotations

import math
from typing import Any

from ..errors import ConfigurationError

_TRUE = frozenset({"true", "yes", "on", "y", "t", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "f", "0"})


def flag(name: str, value: Any) -> bool:
    """True or false, from a flag or what people write for one. Raises ConfigurationError for other words."""
    found = flag_or_none(value)
    if found is None:
        raise ConfigurationError(f"{name} is {value!r}: it must be true or false")
    return found


def flag_or_none(value: Any) -> bool | None:
    """The same with None for other words."""
    word = str(value).strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def seconds(name: str, value: Any) -> float:
    """A time. Raises ConfigurationError for what is no number above 0."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = 0.0
    if not 0 < found < math.inf:
        raise ConfigurationError(f"{name} is {value!r}: it must be a number of seconds above 0")
    return found
