"""Arguments that a function does not take: a TypeError, as Python has it, that names the one that was meant."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from .near import did_you_mean

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type)


def proposed(name: str, known: list[str], others: Mapping[str, str]) -> str:
    """The way out for an unknown name: the near one, what other tools' name means here, or all that are known."""
    said = others.get(name, "")
    return did_you_mean(name, known, others) if said in {"", *known} else said


def refusing(others: Mapping[str, str]) -> Callable[[F], F]:
    """Have a function refuse unknown arguments so. Its signature stays what it was, for editors and type checkers.

    others: what other tools call an argument, with its name here, or with a sentence where there is none.
    """

    def decorate(function: F) -> F:
        known = [name for name, one in inspect.signature(function).parameters.items() if one.kind is one.KEYWORD_ONLY]
        taken = set(inspect.signature(function).parameters)
        called = function.__qualname__.removesuffix(".__init__")

        @wraps(function)
        def checked(*args: Any, **given: Any) -> Any:
            for name in sorted(given.keys() - taken):
                raise TypeError(f"{called} has no argument {name!r}: {proposed(name, known, others)}")
            return function(*args, **given)

        return cast(F, checked)

    return decorate


def refusing_fields(others: Mapping[str, str]) -> Callable[[C], C]:
    """The same for a dataclass."""

    def decorate(kind: C) -> C:
        kind.__init__ = refusing(others)(kind.__init__)  # type: ignore[misc]  # a class of ours
        return kind

    return decorate
