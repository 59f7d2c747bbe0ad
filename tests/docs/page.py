"""What stands in the documentation: its tables, its code, its links."""

from __future__ import annotations

import re
from pathlib import Path

from tools.schema.words import table

__all__ = ["PAGES", "ROOT", "anchors", "blocks", "links", "names", "table", "text"]

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def text(name: str) -> str:
    """A page of docs/."""
    return (ROOT / "docs" / name).read_text("utf-8")


def names(page: str, heading: str) -> list[str]:
    """All that is set as code in the first column of a table, in its order."""
    return [name for first, *_ in table(page, heading) for name in re.findall(r"`([^`]+)`", first)]


def blocks(page: str) -> list[tuple[str, str]]:
    """The Python code of a page in its order, each with the remark that stands before it."""
    return re.findall(r"^(?:<!-- (.*) -->\n)?```python\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE)


def links(page: Path) -> list[str]:
    """Where a page's relative links lead, `#...` included; code is left out."""
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
