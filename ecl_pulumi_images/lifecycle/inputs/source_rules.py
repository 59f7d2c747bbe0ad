"""The inputs that say where an image's data comes from: one rule each, and what excludes what. Pure."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Any
from urllib.parse import urlsplit

from ..props import Props, kind
from .rules import text

#: How the data gets to the service: Glance's names of imports, a plain upload, an import that falls back to it.
METHODS = ("auto", "glance-direct", "glance-download", "upload", "web-download")

#: Algorithm -> hexadecimal digits of its digest.
DIGITS = {"md5": 32, "sha256": 64, "sha512": 128}
_HEX = re.compile(r"[0-9a-f]+")


def source_url(value: Any) -> str:
    """Accept an absolute http or https URL. It may be signed, so no message repeats it."""
    parts = urlsplit(text(value))
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
        raise ValueError("must be a URL that begins with https:// or http:// and names a host")
    return str(value)


def secret(value: Any) -> str:
    """Accept a string that is not empty, and never show it."""
    if not isinstance(value, str) or not value:
        raise ValueError("must be a string that is not empty")
    return value


def source_checksum(value: Any) -> str:
    """Accept ``algorithm:digest``, or a digest whose length tells the algorithm; return the former, in lower case."""
    named, _, digest = text(value).strip().lower().rpartition(":")
    by_length = next((name for name, digits in DIGITS.items() if digits == len(digest)), None)
    algorithm = named.replace("-", "") or by_length
    if algorithm not in DIGITS:
        allowed = ", ".join(f"{name} ({digits} digits)" for name, digits in DIGITS.items())
        raise ValueError(f"is {value!r}; it must be a digest in hexadecimal digits: {allowed}")
    if not _HEX.fullmatch(digest) or len(digest) != DIGITS[algorithm]:
        raise ValueError(f"is {value!r}; {algorithm} has {DIGITS[algorithm]} hexadecimal digits")
    return f"{algorithm}:{digest}"


def stores(value: Any) -> list[str]:
    """Accept a list of store ids; each must exist on the service, which answers 409 for others."""
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"is a {kind(value)}; it must be a list of store ids")
    if not value:
        raise ValueError("is empty; name at least one store, or leave it out for the service's default")
    return [text(one) for one in value]


def method(inputs: Props) -> str:
    """Return how the data gets to the service; `web_download=True` is another spelling of one method."""
    return "web-download" if inputs.get("web_download") else inputs.get("method") or "upload"


#: What the rules below call the method that the inputs stand for.
AUTO, WEB, STAGED, REGION, IMPORTED = "auto", "a web download", "staged data", "another region", "an import"
_MEANS = {
    "auto": (AUTO, STAGED),
    "glance-direct": (STAGED, IMPORTED),
    "glance-download": (REGION, IMPORTED),
    "upload": (),
    "web-download": (WEB, IMPORTED),
}
#: (property, another that may not be set with it, the way out)
EXCLUSIVE = (
    ("image_source_url", "local_file_path", "an image has one source: leave one of them out"),
    (WEB, "decompress", "the service does not unpack what it fetches: have the data fetched here, by method 'upload'"),
    (WEB, "local_file_path", "the service fetches URLs only: use method 'glance-direct' or 'upload'"),
    (
        WEB,
        "image_source_username",
        "the service is never given your password: have the data fetched here, by method 'upload'",
    ),
    (REGION, "local_file_path", "the service fetches the other region's image: leave local_file_path out"),
    (REGION, "image_source_url", "the service fetches the other region's image: leave image_source_url out"),
    (AUTO, "image_id", "a second try needs a second id: use method 'glance-direct' or 'upload'"),
    ("all_stores", "stores", "leave one of them out"),
)
#: (property, the others of which one must be set with it, the way out)
NEEDED = (
    (WEB, ("image_source_url",), "set image_source_url to what the service shall fetch"),
    (REGION, ("glance_image_id",), "set glance_image_id to the image's id in the other region"),
    (REGION, ("glance_region",), "set glance_region to the region that has the image"),
    ("glance_image_id", (REGION,), "set method='glance-download' too"),
    ("glance_region", (REGION,), "set method='glance-download' too"),
    ("glance_service_interface", (REGION,), "set method='glance-download' too"),
    ("source_checksum", ("image_source_url",), "set image_source_url, or leave source_checksum out"),
    ("image_source_username", ("image_source_url",), "set image_source_url, or leave image_source_username out"),
    ("image_source_password", ("image_source_username",), "set image_source_username"),
    ("decompress", ("image_source_url", "local_file_path"), "set image_source_url or local_file_path"),
    (STAGED, ("image_source_url", "local_file_path"), "set image_source_url or local_file_path"),
    ("stores", (IMPORTED,), "only an import chooses stores: set method='glance-direct' too"),
    ("all_stores", (IMPORTED,), "only an import chooses stores: set method='glance-direct' too"),
)


def contradictions(inputs: Props, unknown: Set[str]) -> dict[str, str]:
    """Return each input that does not go with the others, and the way out.

    unknown: names of inputs whose value a preview cannot know yet; they may turn out either way.
    """
    found: dict[str, str] = {}
    facts = {**inputs, **dict.fromkeys(_MEANS[method(inputs)], True)}
    maybe = unknown | {IMPORTED, REGION} if unknown & {"method", "web_download"} else unknown
    for name, other, remedy in EXCLUSIVE:
        if facts.get(name) and facts.get(other):
            found.setdefault(_property(name, inputs), f"{_is(name, inputs)} beside {other}; {remedy}")
    for name, others, remedy in NEEDED:
        if facts.get(name) and not any(facts.get(other) or other in maybe for other in others):
            found.setdefault(_property(name, inputs), f"{_is(name, inputs)} without {' or '.join(others)}; {remedy}")
    if inputs.get("web_download") and inputs.get("method") not in (None, "web-download"):
        found["method"] = f"is {inputs['method']!r} beside web_download; leave one of them out"
    if facts.keys() & {WEB, REGION} and not ({"adopt", "disk_format"} & (inputs.keys() | unknown)):
        what = WEB if WEB in facts else "an import"
        found["disk_format"] = f"is missing; {what} needs it, as nothing here sees what the service fetches"
    if _holds_password(inputs.get("image_source_url", "")):
        remedy = "move it and the user name into image_source_username and image_source_password"
        found["image_source_password"] = f"stands in image_source_url: {remedy}"  # the CLI shows the property's value
    return found


def _property(name: str, inputs: Props) -> str:
    """Return the input that says so."""
    if name in inputs:
        return name
    return "web_download" if inputs.get("web_download") else "method"


def _is(name: str, inputs: Props) -> str:
    return f"is {inputs['method']!r}" if _property(name, inputs) == "method" else "is set"


def _holds_password(url: str) -> bool:
    parts = urlsplit(url)
    return parts.username is not None or parts.password is not None
