"""Find in an error answer's body the words of whoever sent it, and tell who that was.

Glance answers `{"message", "code", "title"}` to whoever accepts JSON, else WebOb's HTML page; Keystone
answers `{"error": {"message"}}`; proxies answer pages of their own.
Sources: glance/api/middleware/ and webob/exc.py; https://docs.openstack.org/api-ref/identity/v3/
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..words import cut
from .redaction import redacted

LONGEST = 600  # characters of a body that are shown

TITLE = 100  # characters of a page's title

# Each is matched at its place, or fails at the next `<`: pages may be anybody's, and 16 KiB of `<` must cost no time.
_TITLE = re.compile(r"(?i)<title[^<>]*>([^<]*)<")
_HEADING = re.compile(r"(?i)</h1>\s*")
_BREAKS = re.compile(r"(?i)<br ?/?>\s*<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Reason:
    """What an error's body says: the words on one line, and whether the image service itself said them."""

    words: str
    from_service: bool
    is_html: bool


def is_html(content_type: str, body: bytes) -> bool:
    """Whether a body is a page for people, by its type or by how it begins."""
    return "html" in content_type.lower() or body[:64].lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))


def reason(headers: Mapping[str, str], body: bytes) -> Reason:
    """Read an error answer. `headers` have lower-case names."""
    text = body.decode("utf-8", "replace").strip()
    page = is_html(headers.get("content-type", ""), body)
    named = bool(headers.get("x-openstack-request-id"))
    if page:
        return Reason(_shown(_page(text)), named, is_html=True)
    answer = _json(text)
    if not isinstance(answer, dict):
        return Reason(_shown(text), named, is_html=False)
    return Reason(_shown(_said(answer) or text), named or {"message", "code", "title"} <= answer.keys(), is_html=False)


def page_title(body: bytes) -> str:
    """The title of an HTML page, on one line; empty when there is none."""
    match = _TITLE.search(body[:4096].decode("utf-8", "replace"))
    return cut(_shown(match[1]), TITLE) if match else ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _said(answer: Mapping[str, Any]) -> str:
    inner = answer.get("error")
    source = inner if isinstance(inner, Mapping) else answer
    message = source.get("message")
    return message if isinstance(message, str) else ""


def _page(text: str) -> str:
    title = _TITLE.search(text)
    return _of_webob(text) or (title[1] if title else text)


def _of_webob(text: str) -> str:
    """What stands between the heading of WebOb's page and two line breaks; empty on other pages."""
    heading = _HEADING.search(text)
    end = _BREAKS.search(text, heading.end()) if heading else None
    said = text[heading.end() : end.start()] if heading and end else ""
    return "" if said.startswith("<") else said


def _shown(text: str) -> str:
    text = _TAG.sub(" ", text)
    with suppress(ValueError):  # a character's number of thousands of digits
        text = html.unescape(text)
    return redacted(text, longest=LONGEST)
