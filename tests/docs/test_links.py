"""Every relative link of the documentation leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from .page import PAGES, ROOT, anchors, links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page

        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "index.md"

    assert set(links(index)) == {page.name for page in index.parent.glob("*.md")} - {"index.md"}
