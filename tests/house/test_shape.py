"""The shape of the code itself: the picture in docs/architecture.md, the size of modules, one rule for an argument."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.lifecycle.inputs.arguments import ARGUMENTS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ecl_pulumi_images"
LONGEST = 250  # lines of a module of the package
LONGEST_TEST = 350
LONGER = {
    "client/client.py": "the facade: a signature, its documentation and one call for each of some 45 methods",
    "resources/image.py": "the signature of Image and the documentation of each argument and output",
}
NOT_ROOMS = {"__pycache__"}


def rooms(folder: Path) -> set[str]:
    """The packages below a folder, as paths below it."""
    found = {path.parent for path in folder.rglob("__init__.py")} - {folder}
    return {str(path.relative_to(folder)) for path in found if not NOT_ROOMS & set(path.parts)}


def drawn(top: str) -> set[str]:
    """The folders that the picture shows below `top`, as paths below it."""
    picture = (ROOT / "docs" / "architecture.md").read_text().split("```")[1]
    block = re.search(rf"^{top}/\n((?: .*\n)+)", picture, re.M)
    found: set[str] = set()
    levels: dict[int, str] = {}
    for line in block[1].splitlines() if block else ():
        indent, name = len(line) - len(line.lstrip()), line.split()[0]
        if name.endswith("/"):
            above = [levels[one] for one in sorted(levels) if one < indent]
            levels = {one: held for one, held in levels.items() if one < indent} | {indent: name.rstrip("/")}
            found.add("/".join([*above, name.rstrip("/")]))
    return found


def test_the_picture_shows_the_rooms_of_the_package() -> None:
    assert drawn("ecl_pulumi_images") == rooms(PACKAGE)


def test_the_picture_shows_the_rooms_of_the_tests() -> None:
    assert drawn("tests") == {room for room in rooms(ROOT / "tests") if "/" not in room}


def test_no_module_is_longer_than_a_room_with_one_purpose_needs() -> None:
    lines = {str(path.relative_to(PACKAGE)): path.read_text().count("\n") for path in PACKAGE.rglob("*.py")}
    long = {name for name, count in lines.items() if count > LONGEST}

    assert long == LONGER.keys()


def test_no_test_module_is_too_long_to_be_read_at_once() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in (ROOT / "tests").rglob("*.py")}

    assert {name for name, count in lines.items() if count > LONGEST_TEST} == set()


@pytest.mark.parametrize("tests", ["unit", "faults"])
def test_the_rooms_of_tests_are_those_of_the_package(tests: str) -> None:
    assert rooms(ROOT / "tests" / tests) <= rooms(PACKAGE)


def test_each_argument_of_an_image_has_one_row() -> None:
    arguments = inspect.signature(Image).parameters.keys() - {"resource_name", "opts"}
    declared = {name for name, argument in ARGUMENTS.items() if not argument.derived}

    assert declared == arguments


def test_client_stands_alone() -> None:
    """Neither Pulumi nor a layer above is named in it."""
    named = {
        path.name for path in (PACKAGE / "client").rglob("*.py") if re.search(r"import pulumi\b", path.read_text())
    }

    assert named == set()
