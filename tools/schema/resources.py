"""The resources: inputs from signatures, outputs from the classes' attributes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass

from pulumi.dynamic import Resource

from ecl_pulumi_images import Image, ImageCopy, ImageMember, ImageMemberAcceptance
from ecl_pulumi_images.acts.acceptance import AcceptanceKind
from ecl_pulumi_images.acts.copy import CopyKind
from ecl_pulumi_images.acts.member import MemberKind
from ecl_pulumi_images.acts.secrets import ALWAYS
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.lifecycle.inputs.arguments import ARGUMENTS

from . import functions, words
from .types import Spec, field, hints_of, optional

HASH = "Hash of the file at `local_file_path`, as `algorithm:hex`."
UUID = "5f0a3f0e-3f0d-4c0e-9d0a-1b2c3d4e5f60"
PROJECT = "4f4f8a1d3a4b4c6f9a53b6e7f0a1c2d3"


@dataclass(frozen=True)
class Kind:
    """A resource. replaced: the inputs whose change makes a new one. id: an example of what `pulumi import` takes.

    computed: outputs that no program declares, and that a change shows.
    """

    of: type[Resource]
    replaced: frozenset[str]
    id: str
    computed: Mapping[str, Spec]


_IMAGE = frozenset(name for name, argument in ARGUMENTS.items() if argument.new_image)
KINDS = (
    Kind(Image, _IMAGE, UUID, {"content_hash": field("content_hash", str, {"content_hash": HASH})}),
    Kind(ImageMember, MemberKind.fixed, f"{UUID}/{PROJECT}", {}),
    Kind(ImageMemberAcceptance, AcceptanceKind.fixed, f"{UUID}/{PROJECT}", {}),
    Kind(ImageCopy, CopyKind.fixed, UUID, {}),
)


def resources() -> dict[str, Spec]:
    made = {f"ecl:index:{kind.of.__name__}": resource(kind) for kind in KINDS}
    made["ecl:index:Image"]["listInputs"] = functions.filters(most_recent=False)
    return made


def resource(kind: Kind) -> Spec:
    constructor = inspect.signature(kind.of).parameters
    required = [name for name, one in constructor.items() if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    taken = inputs(kind)
    return {
        "description": description(kind),
        "inputProperties": taken,
        "requiredInputs": required,
        **outputs(kind, taken),
        "aliases": [{"type": f"pulumi-python:dynamic/ecl:{kind.of.__name__}"}],
    }


def inputs(kind: Kind) -> dict[str, Spec]:
    hints, told = hints_of(kind.of.__init__), words.arguments(kind.of.__init__)
    made: dict[str, Spec] = {}
    for name, one in inspect.signature(kind.of).parameters.items():
        if one.kind is one.KEYWORD_ONLY:
            default = {} if one.default in (None, one.empty) else {"default": one.default}
            made[name] = field(name, hints[name], told) | default
    marks: dict[str, Spec] = {name: {"willReplaceOnChanges": True} for name in kind.replaced}
    marks |= {name: {"secret": True} for name in ALWAYS}
    return {name: held | marks.get(name, {}) for name, held in made.items()}


def outputs(kind: Kind, taken: Mapping[str, Spec]) -> Spec:
    """The class's attributes, and what is computed from an input."""
    hints = inspect.get_annotations(kind.of, eval_str=True)
    sources = (
        words.attributes(kind.of),
        {name: held["description"] for name, held in taken.items()},
        words.attributes(Image),
        words.column("image.md", "output"),
        words.comments(Record),
    )
    made = {name: field(name, hint, *sources) for name, hint in hints.items()} | dict(kind.computed)
    always = sorted(name for name, hint in hints.items() if not optional(hint))
    return {"properties": dict(sorted(made.items())), "required": always}


def description(kind: Kind) -> str:
    told = [inspect.getdoc(kind.of) or "", *words.remarks(kind.of.__init__)]
    command = f"pulumi import ecl:index:{kind.of.__name__} NAME {kind.id}"
    return "\n\n".join([*told, f"## Import\n\n```sh\n{command}\n```"])
