"""A plugin of pytest: programs of this run declare the classes over the native plugin, whoever imports them first.

Single tests that the plugin answers otherwise are marked `dynamic_only`, with the reason.
"""

from __future__ import annotations

from pathlib import Path

from .front_end import choose_native

#: What is left out, since it says the same on either front end, and why.
ELSEWHERE = {
    "native": "runs on the plugin whatever the front end is",
    "test_canaries.py": "watches what the SDK does for dynamic providers",
    "test_examples.py": "examples are projects of their own, which name their front end",
    "test_languages.py": "runs on the plugin whatever the front end is",
    "test_lookup_results.py": "lookups ask from the program, past both front ends",
    "test_lookups.py": "lookups ask from the program, past both front ends",
    "test_lookups_in_programs.py": "lookups ask from the program, past both front ends",
}
choose_native()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what is listed."""
    return True if collection_path.name in ELSEWHERE and collection_path.parent.name == "engine" else None


def pytest_report_header() -> list[str]:
    """Say what is left out, where anybody asks for a header."""
    return [f"not on the plugin: {name} ({reason})" for name, reason in sorted(ELSEWHERE.items())]
