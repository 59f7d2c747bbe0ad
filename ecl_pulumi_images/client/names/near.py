"""Which name was meant. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_SHORT = 5  # letters; shorter names are one slip away from too many others
_LONG = 9  # letters; two slips in these are still slips

_NONE: Mapping[str, str] = MappingProxyType({})


def near(name: str, known: Iterable[str], others: Mapping[str, str] = _NONE) -> str | None:
    """The known name that an unknown one is most like, whatever its case and underscores; None without any.

    others: what other tools call a known name.
    """
    words = _words(known, others)
    found = difflib.get_close_matches(_squeezed(name), words, n=1)
    return words[found[0]] if found else None


def slip(name: str, known: Iterable[str], others: Mapping[str, str] = _NONE) -> str | None:
    """The known name that is surely meant: but for case, underscores, or one letter too many, too few or exchanged.

    For places where other tools have names of their own: those must not be taken for a mistake.
    """
    words, given = _words(known, others), _squeezed(name)
    if given in words:
        return words[given]
    allowed = 0 if len(given) < _SHORT else 1 if len(given) < _LONG else 2
    near_by = [word for word in words if _slips(given, word, allowed) <= allowed and not _longer(given, word)]
    return words[min(near_by, key=lambda word: (_slips(given, word, allowed), word))] if near_by else None


def did_you_mean(name: str, known: Iterable[str], others: Mapping[str, str] = _NONE) -> str:
    """The way out for an unknown name: the near one, else all that are known."""
    names = sorted(known)
    found = near(name, names, others)
    return f"did you mean {found}?" if found else f"known are: {', '.join(names)}"


def _words(known: Iterable[str], others: Mapping[str, str]) -> dict[str, str]:
    names = list(known)
    meant = {_squeezed(other): name for other, name in others.items() if name in names}
    return meant | {_squeezed(name): name for name in names}


def _squeezed(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _longer(one: str, other: str) -> bool:
    """Whether one name is the other with a word behind it, such as `_id`: that is another name."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) > 1 and long.startswith(short)


def _slips(one: str, other: str, most: int) -> int:
    """How many letters were added, left out, replaced or exchanged with the next (optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
