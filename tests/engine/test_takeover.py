"""Existing images come under management without a change: `python -m ecl_pulumi_images adopt`."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.cli.command import main
from ecl_pulumi_images.client import CreateOpts, ImageClient, ReplaceImageField
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Stack, changes


def test_existing_images_are_imported_and_the_next_up_says_unchanged(
    stack: Stack,
    cloud: LocalCloud,
    images: ImageClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mark = tmp_path.name
    made = [
        images.create(
            CreateOpts(name="a,b: ä", tags=[mark, "lts"], properties={"os_distro": "ubuntu", ".os.type": "x"})
        ),
        images.create(CreateOpts(name="twin", tags=[mark], disk_format="raw", container_format="bare", min_disk=3)),
        images.create(CreateOpts(name="twin", tags=[mark], visibility="private", protected=True)),
    ]
    images.upload(made[1].id, b"some data")
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)
    out = tmp_path / "taken"

    assert main(["adopt", "--tag", mark, "--status", "", "--out", str(out)]) == 0
    stack.command(
        "import",
        "--file",
        str(out / "import.json"),
        "--generate-code=false",
        "--protect=false",
        "--yes",
    )
    done = stack.up(lambda: runpy.run_path(str(out / "images.py")) and None)

    assert "3 images" in capsys.readouterr().out
    assert changes(done) == {}
    assert {resource["id"] for resource in stack.resources().values()} == {record.id for record in made}
    assert [images.get(record.id).updated_at for record in made if record.id != made[1].id] == [
        record.updated_at for record in made if record.id != made[1].id
    ]
    images.update(made[2].id, [ReplaceImageField("protected", False)])


def test_another_projects_image_that_was_imported_is_forgotten_in_the_end_and_not_deleted(
    stack: Stack, cloud: LocalCloud, images2: ImageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = images2.create(CreateOpts(name=tmp_path.name, visibility="community"))
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)
    file = tmp_path / "taken" / "import.json"
    asked = ["--owner", str(images2.project_id), "--visibility", "community", "--name", tmp_path.name, "--status", ""]
    assert main(["adopt", *asked, "--out", str(file.parent)]) == 0
    options = ("--generate-code=false", "--protect=false", "--yes")
    stack.command("import", "--file", str(file), *options)

    done = stack.destroy()

    assert "it is forgotten, not deleted" in done.stdout
    assert stack.resources() == {}
    assert images2.get(theirs.id).status == "queued"


def test_images_that_a_plain_list_leaves_out_are_taken_over_too(
    cloud: LocalCloud,
    images: ImageClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mark, hidden = tmp_path.name, [ReplaceImageField("os_hidden", True)]
    made = [
        images.create(CreateOpts(name=mark, tags=[mark], visibility=how)).id for how in ("community", "private") * 2
    ]
    for image_id in () if cloud.state.ecl else made[2:]:  # Enterprise Cloud hides none: os_hidden came later
        images.update(image_id, hidden)
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)

    def found(*more: Any) -> set[str]:
        out = tmp_path / str(len(list(tmp_path.iterdir())))
        assert main(["adopt", "--tag", mark, "--status", "", "--out", str(out), *more]) == 0
        return {one["id"] for one in json.loads((out / "import.json").read_text())["resources"]}

    assert found() == set(made)
    assert found("--visibility", "private") == {made[1], made[3]}
    assert found("--visibility", "community") == {made[0], made[2]}
    assert "4 images" in capsys.readouterr().out


def test_nothing_is_overwritten_and_no_image_is_one_line(
    tmp_path: Path, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)
    (tmp_path / "images.py").touch()

    assert main(["adopt", "--out", str(tmp_path)]) == 1
    assert main(["adopt", "--name", "no such image", "--out", str(tmp_path / "new")]) == 1

    first, second = capsys.readouterr().err.splitlines()
    assert "images.py exists: move it away" in first
    assert "no image passes these filters" in second
