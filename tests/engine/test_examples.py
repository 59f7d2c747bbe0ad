"""Each example runs unchanged as a program, through the changes that its head describes."""

import runpy
from pathlib import Path
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import CreateOpts, UpdateVisibility

from .conftest import write_iso
from .stack import changes

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def inherited(cloud, monkeypatch):
    """A program inherits the user's environment; these run in this process."""
    for key, value in {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": cloud.clouds_yaml}.items():
        monkeypatch.setenv(key, value)


def example(name):
    return lambda: runpy.run_path(str(EXAMPLES / name / "__main__.py"), run_name="__main__") and None


def images_of(stack):
    return {name: one["id"] for name, one in stack.resources().items() if one["type"].endswith("ecl:Image")}


def test_the_quick_start_uploads_an_image(stack, images, iso):
    stack.set(image=str(iso), name="quickstart", tags=["quickstart"], properties={"os_distro": "ubuntu"})

    done = stack.up(example("quickstart"))

    assert images.get(done.outputs["id"].value).status == "active"


def test_a_golden_image_in_two_places_and_then_in_one(stack, images, images2, iso):
    stack.set(image=str(iso), places={"one": {"cloud": "demo1"}, "two": {"cloud": "demo2"}})
    done = stack.up(example("regions"))
    one, two = done.outputs["one"].value, done.outputs["two"].value

    assert images.get(one["id"]).owner == images.project_id
    assert images2.get(two["id"]).owner == images2.project_id
    assert one["checksum"] == two["checksum"] == images.get(one["id"]).checksum
    assert changes(stack.up(example("regions"))) == {}

    stack.set(places={"one": {"cloud": "demo1"}})
    stack.up(example("regions"))
    assert two["id"] not in {image.id for image in images2.list()}
    assert images.get(one["id"]).status == "active"


def test_a_newer_release_comes_into_use_before_the_older_one_goes_out_of_sight(stack, images, tmp_path, cloud):
    first, second = (write_iso(tmp_path / f"{n}.iso", f"release {n}\n".encode()) for n in (1, 2))
    stack.set(hide=not cloud.state.ecl, releases=[{"version": "1", "file": str(first)}])
    stack.up(example("rotate"))
    old = images_of(stack)["noble-1"]

    broken = tmp_path / "broken.qcow2"
    broken.write_bytes(b"QFI\xfb" + bytes(508))  # begins like a qcow2, so only the service sees that it is none
    stack.set(releases=[{"version": "2", "file": str(broken)}, {"version": "1", "file": str(first)}])
    stack.failure(lambda: stack.up(example("rotate")))
    assert images.get(old).tags == ("current",)
    assert not images.get(old).os_hidden

    stack.set(releases=[{"version": "2", "file": str(second)}, {"version": "1", "file": str(first)}])
    done = stack.up(example("rotate"))
    new = images_of(stack)["noble-2"]
    assert (images.get(new).status, images.get(new).tags) == ("active", ("current",))
    assert (images.get(old).tags, bool(images.get(old).os_hidden)) == (("superseded",), not cloud.state.ecl)
    assert changes(done) == {"create": 1, "update": 1}
    assert done.stdout.index("noble-2 created") < done.stdout.index("noble-1 updating")

    stack.set(releases=[{"version": "2", "file": str(second)}])
    assert changes(stack.up(example("rotate"))) == {"delete": 1}


def test_an_image_is_shared_with_the_tenants_on_the_list_and_no_others(stack, images, iso, cloud):
    both = [cloud.projects["demo2"], cloud.projects["admin"]]
    stack.set(image=str(iso), tenants=both)
    done = stack.up(example("share"))
    shared = done.outputs["id"].value

    assert done.outputs["answers"].value == dict.fromkeys(both, "pending")
    assert {member.member_id for member in images.list_members(shared)} == set(both)

    stack.set(tenants=both[:1])
    stack.up(example("share"))
    assert [member.member_id for member in images.list_members(shared)] == both[:1]


def test_the_newest_upstream_image_is_followed_until_it_is_pinned(stack, images2):
    release = f"upstream-{uuid4().hex[:8]}-"
    stack.set(pattern=f"^{release}", owner=images2.project_id, visibility="community")
    made = [upstream(images2, f"{release}1")]
    first = stack.up(example("pin")).outputs["id"].value
    made.append(upstream(images2, f"{release}2", after=made[0]))
    second = stack.up(example("pin")).outputs["id"].value
    stack.set(pinned=first)
    pinned = stack.up(example("pin")).outputs

    assert [first, second] == made
    assert (pinned["id"].value, pinned["name"].value) == (first, f"{release}1")
    for image_id in made:
        images2.delete(image_id)


def upstream(images, name, after=None):
    """Publish an image. after: an older one; creation times have whole seconds, so wait for the next."""
    created = None if after is None else images.get(after).created_at
    while True:
        record = images.create(CreateOpts(name=name, disk_format="raw", container_format="bare"))
        if record.created_at != created:
            images.upload(record.id, [b"data"], size=4)
            images.update(record.id, [UpdateVisibility("community")])
            return record.id
        images.delete(record.id)


def test_a_candidate_is_seen_by_production_only_when_it_is_promoted(stack, images2, iso, cloud):
    stack.set(
        image=str(iso),
        build={"cloud": "demo1"},
        production={"cloud": "demo2"},
        production_id=cloud.projects["demo2"],
    )
    candidate = stack.up(example("promote")).outputs["candidate"].value
    assert candidate not in {image.id for image in images2.list()}

    stack.set(promoted=True)
    promoted = stack.up(example("promote")).outputs
    assert (promoted["promoted"].value, promoted["status"].value) == (candidate, "active")
    assert candidate in {image.id for image in images2.list()}

    stack.set(promoted=False)
    stack.up(example("promote"))
    assert candidate not in {image.id for image in images2.list()}
