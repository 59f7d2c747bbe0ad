"""Another choice of stores for an image that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack, changes
from .tenants import provider


@pytest.fixture
def declare(cloud: LocalCloud, iso: Path) -> Callable[..., Program]:
    def declaring(account: str, **where: Any) -> Program:
        def program() -> None:
            options = ResourceOptions(provider=provider(cloud, account))
            Image("noble", options, local_file_path=str(iso), method="glance-direct", **{"name": "noble", **where})

        return program

    return declaring


@pytest.fixture(autouse=True)
def several(cloud: LocalCloud) -> None:
    if cloud.state.ecl:
        pytest.skip("Image API 2.6 has no stores")


def held(admin: ImageClient, stack: Stack) -> tuple[str, set[str]]:
    noble = stack.resources()["noble"]["id"]
    return noble, set(admin.get(noble).properties["stores"].split(","))


@pytest.mark.parametrize(
    ("before", "after", "then"),
    [
        ({"stores": ["file1"]}, {"stores": ["file1", "file2"]}, {"file1", "file2"}),
        ({"stores": ["file1"]}, {"stores": ["file2"]}, {"file2"}),
        ({"stores": ["file1", "file2"]}, {"stores": ["file2"]}, {"file2"}),
        ({"stores": ["file1"]}, {"all_stores": True}, {"file1", "file2"}),
    ],
)
def test_the_service_copies_an_image_to_other_stores_and_nothing_is_uploaded(
    stack: Stack, admin: ImageClient, declare: Callable[..., Program], before: Any, after: Any, then: Any
) -> None:
    stack.up(declare("admin", **before))
    noble, _ = held(admin, stack)

    planned, _ = stack.preview(declare("admin", **after))
    done = stack.up(declare("admin", **after))
    again = stack.up(declare("admin", **after))

    assert planned["update"] == 1
    assert changes(done) == {"update": 1}
    assert held(admin, stack) == (noble, then)
    assert changes(again) == {}


def test_an_image_under_an_id_of_ones_own_is_copied_too(
    stack: Stack, admin: ImageClient, declare: Callable[..., Program]
) -> None:
    named = {"image_id": str(uuid4())}
    stack.up(declare("admin", stores=["file1"], **named))

    done = stack.up(declare("admin", stores=["file2"], name="other", **named))

    assert changes(done) == {"update": 1}
    assert held(admin, stack) == (named["image_id"], {"file2"})
    assert admin.get(named["image_id"]).name == "other"


def test_where_these_credentials_may_not_copy_the_preview_shows_a_new_image(
    stack: Stack, admin: ImageClient, declare: Callable[..., Program]
) -> None:
    stack.up(declare("demo1", stores=["file1"]))
    noble, _ = held(admin, stack)

    planned, _ = stack.preview(declare("demo1", stores=["file2"]))
    stack.up(declare("demo1", stores=["file2"]))

    assert planned["replace"] == 1
    assert held(admin, stack)[0] != noble
    assert held(admin, stack)[1] == {"file2"}
