"""CONTRIBUTING.md leads to what is there, and its worked examples are true."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .test_made_up_rows import ROOT, TABLE

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)[1:]
PACKAGE = Path("ecl_pulumi_images")
PATCHED = """
from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import CreateOpts, Image
from ecl_pulumi_images.lifecycle.image.create import create_opts
from ecl_pulumi_images.lifecycle.plan.outputs import inputs, outputs
from ecl_pulumi_images.lifecycle.plan.planner import plan

declared, failures = check({"name": "x", "made_up": True})
assert failures == []
assert create_opts(declared).to_wire()["made_up"] is True
record = Image(id="1", name="x", status="active", made_up=False)
state = outputs(record, declared, region=None, endpoint="")
assert inputs(record, declared, state)["made_up"] is False
print([patch.to_wire() for patch in plan(state, declared).operations])
"""


def paths(cell: str) -> list[str]:
    """The files and folders that a cell names; one without a folder lies in that of the one before it."""
    found: list[str] = []
    for name in re.findall(r"`([\w./*]+)`", cell):
        found.append(name if "/" in name or not found else str(Path(found[-1]).parent / name))
    return found


@pytest.mark.parametrize(("room", "tests"), ROOMS)
def test_each_room_that_is_named_is_there_with_its_tests(room: str, tests: str) -> None:
    assert paths(room)
    assert paths(tests)
    for name in paths(room):
        assert [*(ROOT / PACKAGE).glob(name), *ROOT.glob(name)], name
    for name in paths(tests):
        assert (ROOT / name).exists(), name


def test_each_file_that_a_worked_example_names_is_there() -> None:
    examples = TEXT.partition("## Adding an argument")[2].partition("## Rules")[0]
    named = re.findall(r"`([\w./]+\.(?:py|md))`", examples)

    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).exists() and not (ROOT / PACKAGE / name).exists()] == []


def test_the_row_that_is_shown_is_a_row_of_the_table_as_it_stands() -> None:
    [row] = re.findall(r'^"\w+": Argument\(.*\),$', TEXT, re.MULTILINE)

    assert f"    {row}\n" in (ROOT / TABLE).read_text()


def test_a_base_field_that_is_an_argument_too_takes_a_line_in_each_of_the_three_files_that_are_named(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE)
    [row] = re.findall(r"such as `(Argument\(.*?\))`", TEXT)
    before = "    protected: bool | None = None"
    for file, line, place in (
        (PACKAGE / "client/images/image.py", "    made_up: bool | None = None", before),
        (PACKAGE / "client/images/create.py", "    made_up: bool | None = None", before),
        (TABLE, f'    "made_up": {row},', '    "method": Argument'),
    ):
        source = (tmp_path / file).read_text()
        (tmp_path / file).write_text(source.replace(place, f"{line}\n{place}", 1))

    done = subprocess.run([sys.executable, "-c", PATCHED], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout.strip() == "[{'op': 'replace', 'path': '/made_up', 'value': True}]"
