"""A YAML program on the plugin: exact previews, drift, and images that `pulumi import` brings with their code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types; openstacksdk brings it

from ecl_pulumi_images.client import ImageClient, ReplaceImageName, ReplaceImageTags
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.conftest import clean
from tests.engine.languages import Prepared
from tests.engine.stack import changes
from tests.engine.tenants import settings as account
from tools.language_hosts import NoHost

pytestmark = pytest.mark.engine_only


class Yaml(Prepared):
    """A YAML project whose program a test writes."""

    def write(self, **sections: Any) -> None:
        """Write the program: `resources` and whatever else it has."""
        project = {"name": self.project, "runtime": "yaml", **sections}
        (self.folder / "Pulumi.yaml").write_text(yaml.safe_dump(project))

    def here(self, *words: str) -> str:
        """What a `pulumi` command prints in the project's folder."""
        return str(self.command(*words, "--cwd", str(self.folder)).stdout)

    def preview_json(self) -> list[dict[str, Any]]:
        """What `pulumi preview --json` says of each resource but the stack itself."""
        said = json.loads(self.here("preview", "--json"))
        return [step for step in said["steps"] if not step["urn"].endswith("::pulumi:pulumi:Stack")]


@pytest.fixture
def project(tmp_path: Path, cloud: LocalCloud, admin: ImageClient) -> Iterator[Yaml]:
    settings = {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": str(cloud.clouds_yaml)}
    try:
        made = Yaml("yaml", tmp_path, settings)
    except NoHost as reason:
        pytest.skip(str(reason))
    yield made
    clean(made, admin)


def image(**properties: Any) -> dict[str, Any]:
    return {"resources": {"noble": {"type": "ecl:Image", "properties": properties}}}


def test_a_preview_says_exactly_what_an_update_changes(project: Yaml, images: ImageClient) -> None:
    before = {"name": "a", "tags": ["x"], "properties": {"os_distro": "ubuntu", "hw_vif_model": "virtio"}}
    after = {"name": "b", "tags": ["x", "y"], "properties": {"os_distro": "debian", "hw_vif_model": "virtio"}}
    project.write(**image(**before))
    project.up()
    unchanged = project.up()
    project.write(**image(**after))

    shown = [step.get("detailedDiff") for step in project.preview_json() if step["op"] == "update"]
    changed = project.up()

    assert changes(unchanged) == {}
    assert shown == [
        {
            "name": {"kind": "update", "inputDiff": True},
            "tags": {"kind": "update", "inputDiff": True},
            "properties.os_distro": {"kind": "update", "inputDiff": True},
        }
    ]
    assert changes(changed) == {"update": 1}
    record = images.get(project.resources()["noble"]["id"])
    assert (record.name, set(record.tags), record.properties["os_distro"]) == ("b", {"x", "y"}, "debian")


def test_drift_is_shown_and_repaired_and_all_is_destroyed(project: Yaml, images: ImageClient) -> None:
    project.write(**image(name="a", tags=["x"]))
    project.up()
    image_id = project.resources()["noble"]["id"]
    images.update(image_id, [ReplaceImageName("by hand"), ReplaceImageTags(["theirs"])])

    refreshed = project.refresh()
    shown = [set(step["detailedDiff"]) for step in project.preview_json() if step["op"] == "update"]
    project.up()
    repaired = images.get(image_id)
    project.destroy()

    assert changes(refreshed) == {"update": 1}
    assert shown == [{"name", "tags"}]
    assert (repaired.name, repaired.tags) == ("a", ("x",))
    assert project.resources() == {}


def test_images_members_and_answers_are_imported_with_the_code_that_the_next_preview_finds_unchanged(
    project: Yaml, cloud: LocalCloud, images: ImageClient, images2: ImageClient, make: Callable[..., str]
) -> None:
    demo2 = cloud.projects["demo2"]
    image_id = make("by hand", visibility="shared", min_disk=3, tags=["a"], properties={"os_distro": "ubuntu"})
    images.add_member(image_id, demo2)
    images2.update_member(image_id, demo2, "accepted")
    theirs = {"type": "pulumi:providers:ecl", "properties": dict(account(cloud, "demo2"))}
    project.write(resources={"theirs": theirs})
    project.up()
    provider = next(one["urn"] for one in project._stack.recorded() if one["type"] == "pulumi:providers:ecl")
    out = project.folder / "imported.yaml"
    code: dict[str, Any] = {"theirs": theirs}
    for words in (
        ("ecl:index:Image", "noble", image_id),
        ("ecl:index:ImageMember", "share", f"{image_id}/{demo2}"),
        ("ecl:index:ImageMemberAcceptance", "answer", f"{image_id}/{demo2}", "--provider", f"theirs={provider}"),
    ):
        project.here("import", *words, "--yes", "--protect=false", "--out", str(out))
        code |= yaml.safe_load(out.read_text())["resources"]
    project.write(resources=code)

    planned = project.planned()

    assert planned == {"same": 5}
    assert changes(project.up()) == {}
    assert images.get(image_id).tags == ("a",)
