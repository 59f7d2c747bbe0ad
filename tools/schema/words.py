"""Descriptions: from docstrings, from comments beside fields, from the tables of docs/."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
_LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the one table of a page whose first column is called so, as lists of cells, without its head."""
    text = (DOCS / page).read_text("utf-8")
    [found] = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in found.splitlines()]


def column(page: str, heading: str, at: int = -1) -> dict[str, str]:
    """One column of such a table, by each name that the first one sets as code."""
    rows = table(page, heading)
    return {name: sentence(row[at]) for row in rows for name in re.findall(r"`([^`]+)`", row[0])}


def arguments(function: Any) -> dict[str, str]:
    """What a function's docstring says of each of its parameters: `name: text`, several of them on a line or not."""
    return {name: text for name, text in _parts(function) if name}


def remarks(function: Any) -> list[str]:
    """The lines of that docstring, behind those on parameters, that are about all of them."""
    return [text for name, text in _parts(function) if not name]


def attributes(kind: type) -> dict[str, str]:
    """The strings that stand below the attributes of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - it is the source of a class
    found = {}
    for above, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name) and _is_string(below):
            found[above.target.id] = sentence(ast.literal_eval(below.value))  # type: ignore[attr-defined]
    return found


def comments(kind: type) -> dict[str, str]:
    """The comments `#:` behind the fields of a class, or the members of an enumeration."""
    found = re.findall(r"^    (\w+)\b.*?  #: (.+)$", inspect.getsource(kind), re.MULTILINE)
    return {name: sentence(text) for name, text in found}


def first(name: str, *sources: Mapping[str, str]) -> str:
    """What the first source that knows the name says of it. Raises LookupError when none does."""
    for source in sources:
        if name in source:
            return source[name]
    raise LookupError(f"nothing describes {name}")


def sentence(text: str) -> str:
    """Text as a description: one line unless it holds a list, without links, begun and ended as sentences are."""
    text = re.sub(r"\bNone\b", "null", _LINK.sub(r"\1", text)).strip().rstrip(";,")
    text = text[:1].upper() + text[1:] if text[:1].isalpha() else text
    return text if text.endswith((".", "!", "?")) else text + "."


def _parts(function: Any) -> Iterable[tuple[str, str]]:
    """Give name and text of each parameter, and those of the lines behind without a name."""
    names = "|".join(sorted(inspect.signature(function).parameters, key=len, reverse=True))
    begins = re.compile(rf"(?:^|(?<=[.;] ))((?:{names})(?:, (?:{names}))*): |^(?=[A-Z])", re.MULTILINE)
    doc = inspect.cleandoc(function.__doc__ or "").partition("\n\n")[2]
    found = list(begins.finditer(doc))
    ends = [one.start() for one in found[1:]] + [len(doc)]
    for one, end in zip(found, ends, strict=True):
        text = _joined(doc[one.end() : end])
        for name in (one[1] or "").split(", "):
            yield name, sentence(text)


def _joined(text: str) -> str:
    """The lines of a text as one; those that begin with a word in quotes are the rows of a list."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = [re.sub(r'^"([\w-]+)"(?=[,:])', r"\n- `\1`", line) if at else line for at, line in enumerate(lines)]
    return " ".join(rows).replace(" \n", "\n")


def _is_string(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
