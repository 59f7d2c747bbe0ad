"""Take secrets out of text that is shown to people: tokens, passwords in URLs, signed queries."""

from __future__ import annotations

import re

_URL = re.compile(
    r"(?P<scheme>\b[a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^\s/?#@\"'<>]*@)?(?P<place>[^\s?#\"'<>]*)(?P<query>\?[^\s\"'<>]*)?"
)
_FERNET = re.compile(r"gAAAA[\w-]{20,}={0,2}")  # Keystone's tokens, https://github.com/fernet/spec
_HEADER = re.compile(r"(?i)\b(x-auth-token|x-subject-token|authorization|password)(['\"]?\s*[:=]\s*)[^\s,;]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def redacted(text: str) -> str:
    """The text on one line, without user names and queries of URLs, without tokens and passwords.

    Control characters become blanks: they steer terminals, and the text may be anybody's.
    """
    text = _CONTROL.sub(" ", text)
    text = _URL.sub(_bare_url, text)
    text = _FERNET.sub("***", text)
    text = _HEADER.sub(r"\1\2***", text)
    return " ".join(text.split())


def _bare_url(match: re.Match[str]) -> str:
    return match["scheme"] + match["place"] + ("?***" if match["query"] else "")
