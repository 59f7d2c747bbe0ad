"""An argument that nothing takes is refused, with the one that was meant (design rule 11)."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from ecl_pulumi_images import Image, ImageCopy, ImageMember, ImageMemberAcceptance, client
from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client.names import foreign as foreign_names
from ecl_pulumi_images.client.names.arguments import refusing
from ecl_pulumi_images.lifecycle.lookup.query import Query


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (Image, "min_disk_gb", "did you mean min_disk?"),
        (Image, "min_ram_mb", "did you mean min_ram?"),
        (Image, "hidden", "did you mean os_hidden?"),
        (Image, "containerFormat", "did you mean container_format?"),
        (Image, "minDiskGb", "did you mean min_disk?"),
        (Image, "image_cache_path", "nothing is cached: leave it out"),
        (Image, "region", "a region belongs to a provider"),
        (Image, "propertys", "did you mean properties?"),
        (Image, "zzz", "known are: adopt, all_stores"),
        (ImageMember, "tenant_id", "did you mean member_id?"),
        (ImageMemberAcceptance, "stauts", "did you mean status?"),
        (ImageCopy, "tenant_id", "did you mean tenant_id_dst?"),
    ],
)
def test_a_resource_names_the_argument_that_was_meant(kind: Any, written: str, meant: str) -> None:
    with pytest.raises(TypeError) as refused:
        kind("noble", **{written: "x"})

    assert str(refused.value).startswith(f"{kind.__name__} has no argument {written!r}: {meant}")


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (client.ListOpts, "hidden", "did you mean os_hidden?"),
        (client.ListOpts, "sort_direction", "did you mean sort_dir?"),
        (client.CreateOpts, "min_disk_gb", "did you mean min_disk?"),
        (client.CreateOpts, "propertys", "did you mean properties?"),
    ],
)
def test_the_clients_options_name_the_field_that_was_meant(kind: Any, written: str, meant: str) -> None:
    with pytest.raises(TypeError) as refused:
        kind(**{written: "x"})

    assert str(refused.value) == f"{kind.__name__} has no argument {written!r}: {meant}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hidden", "did you mean os_hidden?"),
        ("mostRecent", "did you mean most_recent?"),
        ("image_id", "did you mean id?"),
        ("min_disk_gb", "size_min and size_max compare the size of the data; there is no filter for it"),
        ("region", "a Provider or ecl:region names the region"),
    ],
)
def test_a_lookup_names_the_filter_that_was_meant(written: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"^there is no filter '{written}': {re.escape(meant)}$"):
        Query.of(**{written: "x"})


def test_an_input_that_a_transformation_adds_is_refused_with_the_one_that_was_meant() -> None:
    _, failures = check({"name": "noble", "min_disk_gb": 1})

    assert [failure.property for failure in failures] == ["min_disk_gb"]
    assert failures[0].reason.endswith("did you mean min_disk?")


@pytest.mark.parametrize("kind", [Image, ImageMember, ImageMemberAcceptance, ImageCopy, client.ListOpts])
def test_editors_still_see_every_argument(kind: Any) -> None:
    kinds = {one.kind for one in inspect.signature(kind).parameters.values()}

    assert inspect.Parameter.VAR_KEYWORD not in kinds
    assert inspect.Parameter.KEYWORD_ONLY in kinds


def test_every_name_of_another_tool_leads_to_an_argument_or_a_sentence() -> None:
    tables: list[tuple[Any, Any]] = [
        (Image, foreign_names.ARGUMENTS),
        (client.ListOpts, foreign_names.FILTERS),
        (client.CreateOpts, foreign_names.CREATION),
        (ImageCopy, foreign_names.COPIES),
    ]
    for kind, table in tables:
        taken = inspect.signature(kind).parameters
        assert [name for name in table if name in taken] == []
        assert [name for name, meant in table.items() if meant not in taken and " " not in meant] == []


def test_arguments_by_position_are_pythons_own_affair() -> None:
    @refusing({})
    def two(one: int, *, other: int) -> int:
        return one + other

    assert two(1, other=2) == 3
    assert two(one=1, other=2) == 3
