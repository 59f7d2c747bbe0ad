"""Existing images as a Pulumi program and as a file for `pulumi import`. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.client.words import one_line
from ecl_pulumi_images.lifecycle.plan.description import described
from ecl_pulumi_images.lifecycle.plan.outputs import outputs
from ecl_pulumi_images.resources import image as resource

TYPE = f"pulumi-python:{resource.Image._resource_type_name}"

ID = 80  # characters of an image's id that a comment shows; a UUID has 36
Declared = dict[str, dict[str, Any]]  # resource name -> inputs


def resource_names(records: Iterable[Image]) -> dict[str, Image]:
    """Return a unique resource name for each image: its name made plain, with the id where another has it already."""
    named: dict[str, Image] = {}
    for record in records:
        name = _plain(record.name or "")
        while name in named:
            name = f"{name}-{_plain(record.id)}"
        named[name] = record
    return named


def program(images: Mapping[str, Image]) -> str:
    """Return the text of a program that declares the images. Nothing that the service says can be code in it."""
    parts = ['"""Images that were taken over from the image service."""\n\nfrom ecl_pulumi_images import Image\n']
    for name, record in images.items():
        arguments = "".join(f"    {key}={value!r},\n" for key, value in described(record).items())
        parts.append(f"\nImage(  # {one_line(record.id, ID)}\n    {name!r},\n{arguments})\n")
    return "".join(parts)


def import_file(images: Mapping[str, Image], provider: str, *, region: str | None, endpoint: str) -> str:
    """Return the JSON that `pulumi import -f` reads; the next `up` then finds every image unchanged.

    provider: the pickled provider, as every state has it. Inputs and outputs are given, since the engine cannot ask
    a dynamic provider for them (pulumi import fails with KeyError '__provider', measured with CLI 3.274). They say that
    the image was adopted, so that another project's is forgotten in the end, and not deleted.
    """
    entries = []
    for name, record in images.items():
        inputs = described(record)
        held = outputs(record, inputs, region=region, endpoint=endpoint)
        facts = {key: value for key, value in held.items() if value is not None} | {"adopt": record.id}
        key = {"__provider": provider}
        entries.append({"type": TYPE, "name": name, "id": record.id, "inputs": inputs | key, "outputs": facts | key})
    return json.dumps({"resources": entries}, indent=2) + "\n"


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or "image"
