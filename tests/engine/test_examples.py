"""Each example runs from its own folder as a project of its own, through the changes that its head describes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types; openstacksdk brings it

from ecl_pulumi_images.client import CreateOpts, ImageClient, UpdateVisibility
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.iso import write_iso

from .conftest import clean
from .project import HOSTS, ROOT, Project, fresh_clone
from .stack import Stack, changes

pytestmark = pytest.mark.engine_only


@pytest.fixture(params=HOSTS)
def example(
    request: pytest.FixtureRequest, tmp_path: Path, cloud: LocalCloud, admin: ImageClient
) -> Iterator[Callable[[str], Project]]:
    """Makes a stack of one example's project; the images that a test leaves are removed."""
    made = []
    clone = fresh_clone(tmp_path / "clone")
    settings = {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": cloud.clouds_yaml}

    def make(name: str) -> Project:
        made.append(Project(clone / name, tmp_path / "work", settings, request.param))
        return made[0]

    yield make
    for stack in made:
        clean(stack, admin)


def images_of(stack: Stack) -> dict[str, str]:
    return {name: one["id"] for name, one in stack.resources().items() if one["type"].endswith("ecl:Image")}


@pytest.mark.parametrize("folder", ["examples/quickstart", "."])
def test_the_quick_start_uploads_an_image(
    example: Callable[[str], Project], images: ImageClient, iso: Path, folder: str
) -> None:
    stack = example(folder)
    stack.set(image=str(iso))

    done = stack.up()

    made = images.get(done.outputs["id"].value)
    assert (made.status, made.name, made.tags) == ("active", "quickstart", ("quickstart",))
    assert made.properties["os_distro"] == "ubuntu"
    stack.set(name="noble", tags=["lts"], properties={"os_distro": "debian"})
    assert changes(stack.up()) == {"update": 1}
    assert images.get(made.id).tags == ("lts",)


@pytest.mark.parametrize("project", [ROOT / "Pulumi.yaml", *sorted(ROOT.glob("examples/*/__main__.py"))], ids=str)
def test_plugin_and_program_find_the_same_virtual_environment(project: Path) -> None:
    """The language host looks for it beside Pulumi.yaml, the plugin in the program's folder: `main` divides them."""
    settings = yaml.safe_load(project.with_name("Pulumi.yaml").read_text())

    assert "main" not in settings
    named = os.path.normpath(project.parent / settings["runtime"]["options"]["virtualenv"])
    assert named == str(ROOT / ".venv")


def test_a_golden_image_in_two_places_and_then_in_one(
    example: Callable[[str], Project], images: ImageClient, images2: ImageClient, iso: Path
) -> None:
    stack = example("examples/regions")
    stack.set(image=str(iso), places={"one": {"cloud": "demo1"}, "two": {"cloud": "demo2"}})
    done = stack.up()
    one, two = done.outputs["one"].value, done.outputs["two"].value

    assert images.get(one["id"]).owner == images.project_id
    assert images2.get(two["id"]).owner == images2.project_id
    assert one["checksum"] == two["checksum"] == images.get(one["id"]).checksum
    assert changes(stack.up()) == {}

    stack.set(places={"one": {"cloud": "demo1"}})
    stack.up()
    assert two["id"] not in {image.id for image in images2.list()}
    assert images.get(one["id"]).status == "active"


def test_a_newer_release_comes_into_use_before_the_older_one_goes_out_of_sight(
    example: Callable[[str], Project], images: ImageClient, tmp_path: Path, cloud: LocalCloud
) -> None:
    stack = example("examples/rotate")
    first, second = (write_iso(tmp_path / f"{n}.iso", f"release {n}\n".encode()) for n in (1, 2))
    stack.set(hide=not cloud.state.ecl, releases=[{"version": "1", "file": str(first)}])
    stack.up()
    old = images_of(stack)["noble-1"]

    broken = tmp_path / "broken.vhdx"
    broken.write_bytes(b"vhdxfile" + bytes(504))  # begins like a VHDX, so only the service sees that it is none
    stack.set(releases=[{"version": "2", "file": str(broken)}, {"version": "1", "file": str(first)}])
    stack.failure(stack.up)
    assert images.get(old).tags == ("current",)
    assert not images.get(old).os_hidden

    stack.set(releases=[{"version": "2", "file": str(second)}, {"version": "1", "file": str(first)}])
    done = stack.up()
    new = images_of(stack)["noble-2"]
    assert (images.get(new).status, images.get(new).tags) == ("active", ("current",))
    assert (images.get(old).tags, bool(images.get(old).os_hidden)) == (("superseded",), not cloud.state.ecl)
    assert changes(done) == {"create": 1, "update": 1}
    assert done.stdout.index("noble-2 created") < done.stdout.index("noble-1 updating")

    stack.set(releases=[{"version": "2", "file": str(second)}])
    assert changes(stack.up()) == {"delete": 1}


def test_an_image_is_shared_with_the_tenants_on_the_list_and_no_others(
    example: Callable[[str], Project], images: ImageClient, iso: Path, cloud: LocalCloud
) -> None:
    stack = example("examples/share")
    both = [cloud.projects["demo2"], cloud.projects["admin"]]
    stack.set(image=str(iso), tenants=both)
    done = stack.up()
    shared = done.outputs["id"].value

    assert done.outputs["answers"].value == dict.fromkeys(both, "pending")
    assert {member.member_id for member in images.list_members(shared)} == set(both)

    stack.set(tenants=both[:1])
    stack.up()
    assert [member.member_id for member in images.list_members(shared)] == both[:1]


def test_the_newest_upstream_image_is_followed_until_it_is_pinned(
    example: Callable[[str], Project], images2: ImageClient
) -> None:
    stack = example("examples/pin")
    release = f"upstream-{uuid4().hex[:8]}-"
    stack.set(pattern=f"^{release}", owner=images2.project_id, visibility="community")
    made = [upstream(images2, f"{release}1")]
    first = stack.up().outputs["id"].value
    made.append(upstream(images2, f"{release}2", after=made[0]))
    second = stack.up().outputs["id"].value
    stack.set(pinned=first)
    pinned = stack.up().outputs

    assert [first, second] == made
    assert (pinned["id"].value, pinned["name"].value) == (first, f"{release}1")
    for image_id in made:
        images2.delete(image_id)


def upstream(images: ImageClient, name: str, after: Any = None) -> str:
    """Publish an image. after: an older one; creation times have whole seconds, so wait for the next."""
    created = None if after is None else images.get(after).created_at
    while True:
        record = images.create(CreateOpts(name=name, disk_format="raw", container_format="bare"))
        if record.created_at != created:
            images.upload(record.id, [b"data"], size=4)
            images.update(record.id, [UpdateVisibility("community")])
            return record.id
        images.delete(record.id)


def test_a_candidate_is_seen_by_production_only_when_it_is_promoted(
    example: Callable[[str], Project], images2: ImageClient, iso: Path, cloud: LocalCloud
) -> None:
    stack = example("examples/promote")
    stack.set(
        image=str(iso),
        build={"cloud": "demo1"},
        production={"cloud": "demo2"},
        production_id=cloud.projects["demo2"],
    )
    candidate = stack.up().outputs["candidate"].value
    assert candidate not in {image.id for image in images2.list()}

    stack.set(promoted=True)
    promoted = stack.up().outputs
    assert (promoted["promoted"].value, promoted["status"].value) == (candidate, "active")
    assert candidate in {image.id for image in images2.list()}

    stack.set(promoted=False)
    stack.up()
    assert candidate not in {image.id for image in images2.list()}
