"""The functions: lookups, by the filters of a listing."""

from __future__ import annotations

from typing import Any

from ecl_pulumi_images.client import ListOpts
from ecl_pulumi_images.resources.filters import Filters
from ecl_pulumi_images.resources.lookup import find_image, get_image, get_images

from . import words
from .types import RECORD, Spec, field, hints_of, record

_DATE = (
    "ISO 8601 with a time zone, for equality; before it `gt:`, `gte:`, `lt:`, `lte:`, `neq:` or `eq:` for another "
    "comparison, such as `gte:2026-01-31T00:00:00Z`."
)
_OWN = {"created_at": _DATE, "updated_at": _DATE}
_FOUND = {"$ref": f"#/types/{RECORD}"}


def functions() -> dict[str, Spec]:
    found = {**_FOUND, "description": "The image; left out when none matches."}
    every = {"type": "array", "items": _FOUND, "description": "The images, in the order of `sort`."}
    return {
        "ecl:index:findImage": _function(find_image, {"properties": {"image": found}}),
        "ecl:index:getImage": _function(get_image, record()),
        "ecl:index:getImages": _function(
            get_images, {"properties": {"images": every}, "required": ["images"]}, most_recent=False
        ),
    }


def filters(*, most_recent: bool = True) -> Spec:
    """What a lookup asks for. most_recent: whether one image is wanted of several."""
    told = (_OWN, words.column("lookups.md", "filter"), words.comments(ListOpts), words.column("client.md", "filter"))
    hints = {name: hint for name, hint in sorted(hints_of(Filters).items()) if most_recent or name != "most_recent"}
    return {"type": "object", "properties": {name: field(name, hint, *told) for name, hint in hints.items()}}


def _function(lookup: Any, outputs: Spec, *, most_recent: bool = True) -> Spec:
    return {
        "description": (lookup.__doc__ or "")
        .splitlines()[0]
        .replace("get_image", "getImage")
        .replace("None", "nothing"),
        "inputs": filters(most_recent=most_recent),
        "outputs": {"type": "object", **outputs},
    }
