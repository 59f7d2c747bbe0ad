"""A new argument is a row of one table, a new field of Glance a field of `Image`: all else derives from that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = Path("ecl_pulumi_images/lifecycle/inputs/arguments.py")
ROWS = {
    "state only": '"made_up": Argument(rule=boolean, kept=True),',
    "new image": '"made_up": Argument(rule=boolean, kept=True, new_image="it is made up"),',
}
PROGRAM = """
from ecl_pulumi_images.client import Image
from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.plan.outputs import inputs, kept_changes, outputs
from ecl_pulumi_images.lifecycle.plan.planner import plan

taken, failures = check({"name": "x", "made_up": True})
refused = check({"name": "x", "made_up": "yes"})[1]
record = Image(id="1", name="x", status="queued")
state = outputs(record, taken, region=None, endpoint="")
assert (taken["made_up"], failures, refused[0].property) == (True, [], "made_up")
assert state["made_up"] is True
assert inputs(record, taken, state)["made_up"] is True
assert kept_changes(state, {**taken, "made_up": False})
print(dict(plan(state, {**taken, "made_up": False}).replaces))
"""


@pytest.mark.parametrize(("kind", "replaces"), [("state only", "{}"), ("new image", "{'made_up': 'it is made up'}")])
def test_a_row_is_all_that_a_new_argument_needs_below_the_provider(tmp_path: Path, kind: str, replaces: str) -> None:
    shutil.copytree(ROOT / "ecl_pulumi_images", tmp_path / "ecl_pulumi_images")
    table = tmp_path / TABLE
    table.write_text(
        table.read_text().replace('    "method": Argument', f'    {ROWS[kind]}\n    "method": Argument', 1)
    )

    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout.strip() == replaces


FIELD = """
from ecl_pulumi_images.client.images.decode import decode_image
from ecl_pulumi_images.lifecycle.plan.outputs import OUTPUT_ONLY, outputs

image = decode_image({"id": "1", "made_up": "true", "other": "x"})
state = outputs(image, {}, region=None, endpoint="")
print(image.made_up, state["made_up"], "made_up" in OUTPUT_ONLY, dict(image.properties))
"""


def test_a_field_of_image_is_all_that_a_new_field_of_the_service_needs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ecl_pulumi_images", tmp_path / "ecl_pulumi_images")
    record = tmp_path / "ecl_pulumi_images" / "client" / "images" / "image.py"
    before = "    protected: bool | None = None"
    record.write_text(record.read_text().replace(before, f"    made_up: bool | None = None\n{before}", 1))

    done = subprocess.run([sys.executable, "-c", FIELD], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout.strip() == "True True True {'other': 'x'}"
