"""docs/errors.md explains messages that there are."""

from __future__ import annotations

import re

import pytest

from .page import ROOT, text

MESSAGES = re.findall(r"^\| `(.+?)` \|", text("errors.md"), re.MULTILINE)
#: All strings of the package's code, those that run over several lines joined.
CODE = re.sub(
    r'"\s*\n\s*f?"', "", "".join(file.read_text("utf-8") for file in (ROOT / "ecl_pulumi_images").rglob("*.py"))
)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_that_is_explained_is_in_the_code(message: str) -> None:
    assert message in CODE
