"""Writes the native plugin's schema, ecl_pulumi_images/native/schema.json.

Nothing is said twice: names and types come from the Python classes' signatures, what a change does from the table of
arguments, descriptions from docstrings and the tables of docs/.
"""

from __future__ import annotations

import json
from pathlib import Path

from .package import package

FILE = Path(__file__).parents[2] / "ecl_pulumi_images" / "native" / "schema.json"


def text() -> str:
    """The file as it has to be now."""
    return json.dumps(package(), indent=2, ensure_ascii=False) + "\n"
