"""What a setting is called where the user writes it: an argument here, `ecl:...` in a stack's configuration.

Messages name settings by `setting`. A caller that takes its settings from another place says first, in the thread that
asks, how they are spelt there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

Spelling = Callable[[str], str]


def plain(name: str) -> str:
    """The name of `connect`'s argument, which clouds.yaml has too."""
    return name


_SPELLING: ContextVar[Spelling] = ContextVar("spelling", default=plain)


def speak(spelling: Spelling) -> None:
    """Name settings so in what this thread says from now on."""
    _SPELLING.set(spelling)


def setting(name: str) -> str:
    """The setting's name in the words of the place where it is written."""
    return _SPELLING.get()(name)
