"""The words of others on one line: nothing in it steers a terminal, and it has an end.

Whatever a server says passes here before it is shown or logged: `ImageServiceError`, `Failed`, the log of each call and
the lines for Pulumi's engine call `one_line`.
"""

from __future__ import annotations

import re

LONGEST = 2000  # characters of a message
ODD = "\ufffd"  # in the place of what cannot be printed

_BLANK = re.compile(r"\s+")
_ODDS = re.compile(f"{ODD}+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text on one line of at most `longest` characters.

    Line breaks of every kind become blanks. Other characters that cannot be printed (escapes, marks that turn the
    direction of the text, halves of surrogate pairs) become U+FFFD, one for a whole run. Doing it twice changes
    nothing.
    """
    return cut(printable(text), longest)


def printable(text: str) -> str:
    """The same, however long. A run of white space is one blank, and there is none at the ends."""
    return _BLANK.sub(" ", _ODDS.sub(ODD, harmless(text))).strip()


def harmless(text: str) -> str:
    """The same with every blank that it has, for text whose blanks count, such as JSON."""
    return text if text.isprintable() else "".join(map(_printable, text))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and three dots."""
    return text if len(text) <= longest else text[: longest - 3].rstrip() + "..."


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if letter.isspace() and not "\x1c" <= letter <= "\x1f" else ODD
