"""Ids never lead to another resource."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.errors import BadRequest
from ecl_pulumi_images.client.wire.paths import image_path, segment

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    "value", ["", " ", "..", "../projects", f"{ID}/file", f"{ID}\n", f"{ID}?x=1", "noble.qcow2", ID[:-1], None, 7]
)
def test_what_is_no_uuid_is_refused_before_a_call(value: str) -> None:
    with pytest.raises(BadRequest, match="is no image id"):
        image_path(value)


def test_a_refused_id_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="find"):
        image_path("noble")


def test_a_uuid_is_taken_as_it_is() -> None:
    assert image_path(ID.upper(), "/file") == f"/v2/images/{ID.upper()}/file"


@pytest.mark.parametrize("value", ["", " ", ".", "..", "a/b", "/"])
def test_no_part_of_a_path_leads_elsewhere(value: str) -> None:
    with pytest.raises(BadRequest, match="is no project id"):
        segment(value, "project id")


@given(st.text(min_size=1).filter(lambda text: "/" not in text and text.strip() not in {"", ".", ".."}))
def test_a_part_of_a_path_holds_nothing_that_a_server_reads(text: str) -> None:
    try:
        quoted = segment(text, "tag")
    except UnicodeEncodeError:  # lone surrogates have no bytes to quote
        return

    assert not set(quoted) & set("/?#& \n")
