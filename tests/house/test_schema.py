"""The native plugin's schema is what the code makes of signatures, tables and docstrings today."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

import ecl_pulumi_images
from ecl_pulumi_images.acts.keys import SECRET, SETTINGS
from ecl_pulumi_images.lifecycle.inputs.arguments import ARGUMENTS
from ecl_pulumi_images.lifecycle.lookup.query import FILTERS, OWN
from tools import schema

COMMITTED: dict[str, Any] = json.loads(schema.FILE.read_text("utf-8"))
RESOURCES: dict[str, Any] = COMMITTED["resources"]
COMPUTED = {"Image": {"content_hash"}}


def described(thing: Any) -> list[str]:
    """Every description in the schema or a part of it."""
    if isinstance(thing, dict):
        own = [thing["description"]] if isinstance(thing.get("description"), str) else []
        return own + [text for held in thing.values() for text in described(held)]
    return []


def test_the_committed_schema_is_up_to_date() -> None:
    assert schema.FILE.read_text("utf-8") == schema.text(), "run `python -m tools.schema`"


@pytest.mark.parametrize("name", ["Image", "ImageMember", "ImageMemberAcceptance", "ImageCopy"])
def test_a_resource_has_the_inputs_and_outputs_of_its_python_class(name: str) -> None:
    kind, made = getattr(ecl_pulumi_images, name), RESOURCES[f"ecl:index:{name}"]
    arguments = inspect.signature(kind).parameters.keys() - {"resource_name", "opts"}

    assert made["inputProperties"].keys() == arguments
    assert made["properties"].keys() == kind.__annotations__.keys() | COMPUTED.get(name, set())
    assert made["aliases"] == [{"type": f"pulumi-python:dynamic/ecl:{name}"}]


def test_what_replaces_an_image_is_what_the_table_of_arguments_says() -> None:
    inputs = RESOURCES["ecl:index:Image"]["inputProperties"]
    marked = {name for name, held in inputs.items() if held.get("willReplaceOnChanges")}

    assert marked == {name for name, row in ARGUMENTS.items() if row.new_image and not row.derived}


def test_no_output_holds_a_password() -> None:
    outputs = {name for made in RESOURCES.values() for name in made["properties"]}

    assert [name for name in outputs if "password" in name] == []
    assert RESOURCES["ecl:index:Image"]["inputProperties"]["image_source_password"]["secret"] is True


def test_the_settings_are_those_of_a_stack_and_the_secret_ones_are_marked() -> None:
    settings = COMMITTED["provider"]["inputProperties"]

    assert settings == COMMITTED["config"]["variables"]
    assert settings.keys() == SETTINGS | {"uploads", "showPatch"}
    assert {name for name, held in settings.items() if held.get("secret")} == SECRET


def test_a_lookup_takes_every_filter() -> None:
    taken = {token: made["inputs"]["properties"].keys() for token, made in COMMITTED["functions"].items()}

    assert taken["ecl:index:getImage"] == taken["ecl:index:findImage"] == {*FILTERS, *OWN}
    assert taken["ecl:index:getImages"] == {*FILTERS, *OWN} - {"most_recent"}
    assert RESOURCES["ecl:index:Image"]["listInputs"] == COMMITTED["functions"]["ecl:index:getImages"]["inputs"]


@pytest.mark.parametrize("word", ["None", "resource_name", "pulumi.Output", "](", "see below"])
def test_no_description_speaks_of_python_or_of_a_page(word: str) -> None:
    assert [text for text in described(COMMITTED) if word in text] == []
