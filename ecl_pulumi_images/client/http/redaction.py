"""Take secrets out of text that is shown to people: tokens, and whatever of a URL may be a password or a signature.

A URL is taken apart as RFC 3986, 3 does, from its `://` on, not searched for by the characters that it may hold: a
query goes on behind quotes, brackets and control characters. Where it is unclear what belongs to a password, more is
left out than need be.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ..words import cut, printable

HIDDEN = "***"

_FERNET = re.compile(r"gAAAA[\w-]{20,}={0,2}")  # Keystone's tokens, https://github.com/fernet/spec
_HEADER = re.compile(
    r"(?i)(?<!\w)(x-auth-token|x-subject-token|x-service-token|authorization|password)(['\"]?\s*[:=]\s*)"
    r"(\"[^\"]*\"|'[^']*'|(?:(?:basic|bearer|digest)\s+)?[^\s,;]+)"
)
_PLACE = re.compile(r"(?:\[[^\]]*\]|[^:]*)(?::\d+\W*)?")  # of a host, and of a port that is a number
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what requests leaves as it is when it quotes a URL


def redacted(text: str, *urls: str, longest: int | None = None) -> str:
    """The text on one line, without passwords and queries of URLs, without tokens and passwords.

    urls: addresses whose secrets may stand in the text; they are found whatever characters they hold. Others end with
    a blank. longest: characters at most, None for no limit.
    """
    for url in filter(None, urls):
        text = _without(text, url)
    text = _words(printable(text))
    while len(again := _words(text)) < len(text):  # what was left out may have parted one URL from another
        text = again
    text = _FERNET.sub(HIDDEN, text)
    text = _HEADER.sub(rf"\1\2{HIDDEN}", text)
    return text if longest is None else cut(text, longest)


def shown_url(url: str, longest: int = 300) -> str:
    """A URL without user name, password, query and fragment. All of the text counts as one URL, blanks too."""
    url = url.strip()
    scheme, mark, rest = ("", "//", url[2:]) if url.startswith("//") else url.partition("://")
    if mark and _parted(scheme)[0] == scheme:
        return cut(printable(f"{scheme}{mark}{_bare(rest)}"), longest)
    return redacted("".join(_hidden(*_parted(url))), longest=longest)


def _without(text: str, url: str) -> str:
    """The text without the secrets of a URL that is known, as it stands or quoted as requests or repr() quote it."""
    for form in (url, quote(url, _SAFE, errors="replace"), repr(url)[1:-1]):
        text = text.replace(form, shown_url(form))
        main, query = _parted(form)
        text = text.replace(query, _hidden(main, query)[1]) if len(query) > 1 else text
        user, at, _ = main.partition("://")[2].rpartition("@")
        text = text.replace(user + at, "") if at else text
    return text


def _words(text: str) -> str:
    """The text, each blank-separated word of it without what may be secret in a URL."""
    done, at = [], 0
    last = text.rfind("@")
    while at < len(text):
        end = _end(text, at)
        word = text[at:end]
        scheme, mark, rest = word.partition("://")
        if mark and "/" not in scheme and _may_go_on(rest) and last >= end:  # a blank in a password
            end = _end(text, text.index("@", end))
            scheme, mark, rest = text[at:end].partition("://")
        done.append(f"{scheme}://{_bare(rest)}" if mark and "/" not in scheme else _path(word))
        at = end + 1
    return " ".join(done)


def _end(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end < 0 else end


def _bare(rest: str) -> str:
    """What may be shown of a URL behind its `://`."""
    main, query = _parted(rest)
    hidden = _hidden(main, query)[1]
    place, slash, path = main.partition("/")
    if "@" in place or ("@" in rest and not _PLACE.fullmatch(place)):
        if "@" in query:  # which of the two is part of a password is not known
            return HIDDEN + hidden
        return main.rpartition("@")[2] + hidden
    user, at, file = path.rpartition("@")
    if at and ":" in user:  # a slash in a password
        return file + hidden
    return place + slash + path + hidden


def _may_go_on(rest: str) -> bool:
    """Whether a URL that ends with a blank looks as if that stood in its password."""
    place = _parted(rest)[0].partition("/")[0]
    return "@" not in rest and not _PLACE.fullmatch(place)


def _path(word: str) -> str:
    """A word that holds no URL of its own: a path with a query, or the end of a password that held a blank."""
    main, query = _parted(word)
    if "/" in main and len(query) > 1:
        word = "".join(_hidden(main, query))
    user, at, host = word.rpartition("@")
    return HIDDEN + at + host if at and ":" in user else word


def _hidden(main: str, query: str) -> tuple[str, str]:
    return main, query[:1] + HIDDEN if len(query) > 1 else query


def _parted(text: str) -> tuple[str, str]:
    """The text before the first `?` or `#`, and from there on."""
    at = min((found for found in (text.find("?"), text.find("#")) if found >= 0), default=len(text))
    return text[:at], text[at:]
