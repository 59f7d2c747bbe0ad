"""Images, members and answers that exist come under management by their id, and the next preview says unchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.native.resources import Image, ImageMember, ImageMemberAcceptance
from tests.engine.stack import Program, Stack, changes
from tests.engine.tenants import settings

from .fronts import NATIVE

Make = Callable[..., str]


def test_an_image_with_all_that_it_has_is_taken_over(stack: Stack, images: ImageClient, make: Make) -> None:
    image_id = make("by hand", min_disk=3, tags=["b", "a"], properties={"os_distro": "ubuntu"}, visibility="shared")

    def declare(**options: Any) -> Program:
        return lambda: Image(
            "noble",
            ResourceOptions(**options),
            name="by hand",
            disk_format="raw",
            container_format="bare",
            min_disk=3,
            tags=["a", "b"],
            properties={"os_distro": "ubuntu"},
        )

    before = images.get(image_id)
    imported = stack.up(declare(import_=image_id))
    again = stack.up(declare())

    assert changes(imported) == {"create": 1, "import": 1} or changes(imported) == {"import": 1}
    assert changes(again) == {}
    assert stack.resources()["noble"]["id"] == image_id
    assert images.get(image_id) == before


def test_an_import_that_declares_less_is_taken_over_as_it_is(stack: Stack, images: ImageClient, make: Make) -> None:
    image_id = make("by hand", tags=["a"], properties={"os_distro": "ubuntu"})

    stack.up(lambda: Image("noble", ResourceOptions(import_=image_id), name="by hand"))
    again = stack.up(lambda: Image("noble", name="by hand"))

    assert changes(again) == {}
    assert images.get(image_id).tags == ("a",)


def test_an_import_that_declares_something_else_is_brought_in_line_in_the_same_run(
    stack: Stack, images: ImageClient, make: Make
) -> None:
    image_id = make("by hand", tags=["a"])

    done = stack.up(lambda: Image("noble", ResourceOptions(import_=image_id), name="another"))

    assert (changes(done)["import"], changes(done)["update"]) == (1, 1)
    assert (images.get(image_id).name, images.get(image_id).tags) == ("another", ("a",))


def test_an_image_that_is_not_there_is_said_so_in_one_line(stack: Stack) -> None:
    nobody = "8d6a8b44-3f0a-4c1b-9d0e-1f2a3b4c5d6e"

    said = stack.failure(lambda: stack.up(lambda: Image("noble", ResourceOptions(import_=nobody), name="x")))

    assert f"image {nobody} does not exist at " in said
    assert "Traceback" not in said


def test_a_share_and_its_answer_are_taken_over(
    stack: Stack, cloud: LocalCloud, images: ImageClient, images2: ImageClient, make: Make
) -> None:
    image_id, demo2 = make("shared", visibility="shared"), cloud.projects["demo2"]
    images.add_member(image_id, demo2)
    images2.update_member(image_id, demo2, "accepted")

    def declare(import_: str | None) -> Program:
        def program() -> None:
            theirs = NATIVE.Provider("demo2", **settings(cloud, "demo2"))
            ImageMember("share", ResourceOptions(import_=import_), image_id=image_id, member_id=demo2)
            ImageMemberAcceptance("answer", ResourceOptions(import_=import_, provider=theirs), image_id=image_id)

        return program

    imported = stack.up(declare(f"{image_id}/{demo2}"))
    again = stack.up(declare(None))

    assert changes(imported)["import"] == 2
    assert changes(again) == {}
    assert images2.get_member(image_id, demo2).status == "accepted"


@pytest.mark.parametrize("wrong", ["nothing", "a/b/c"])
def test_an_id_of_another_form_is_refused_with_the_right_one(stack: Stack, wrong: str) -> None:
    image_id, member_id = "8d6a8b44-3f0a-4c1b-9d0e-1f2a3b4c5d6e", "0" * 32

    def program() -> None:
        ImageMember("share", ResourceOptions(import_=wrong), image_id=image_id, member_id=member_id)

    assert "it is image_id/member_id" in stack.failure(lambda: stack.up(program))


def test_another_projects_image_that_was_imported_is_forgotten_in_the_end_and_not_deleted(
    stack: Stack, images2: ImageClient, tmp_path: Path
) -> None:
    theirs = images2.create(CreateOpts(name=tmp_path.name, visibility="community"))
    stack.up(lambda: Image("noble", ResourceOptions(import_=theirs.id), name=tmp_path.name))

    done = stack.destroy()

    assert "it is forgotten, not deleted" in done.stdout
    assert images2.get(theirs.id).status == "queued"


def test_an_image_is_looked_up_by_its_id_and_never_changed(stack: Stack, images: ImageClient, make: Make) -> None:
    image_id = make("by hand", properties={"os_distro": "ubuntu"})

    stack.up(lambda: Image.get("found", image_id))
    outputs = stack.resources()["found"]["outputs"]
    stack.destroy()

    assert (outputs["name"], outputs["properties"]["os_distro"]) == ("by hand", "ubuntu")
    assert images.get(image_id).name == "by hand"
