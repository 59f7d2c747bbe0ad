"""The code that the documentation shows is sound, and the client's runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.localcloud import LocalCloud

from .page import PAGES, blocks

CLOUDS = {"jp1": "demo1", "production": "demo2"}  # the page's names for the local cloud's accounts


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.parent.name == "docs"])
def test_every_python_block_compiles(page: str) -> None:
    for _, code in blocks(page):
        compile(code, page, "exec")


def test_the_clients_page_runs_from_top_to_bottom(
    cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
    (tmp_path / "clouds.yaml").write_text(named(cloud))
    (tmp_path / "noble.raw").write_bytes(b"noble" * 100_000)
    names: dict[str, Any] = {}

    for remark, code in blocks("client.md"):
        if remark != "Enterprise Cloud" or cloud.state.ecl:
            exec(code, names)  # noqa: S102  our own documentation

    said = capsys.readouterr().out.splitlines()
    images, sent = names["images"], names["sent"]
    assert f"{cloud.image_url} RegionOne {images.project_id}" in said
    assert f"active 500000 {sent.hashes['sha512']}" in said
    assert (tmp_path / "copy.raw").stat().st_size == 500_000
    assert "True True" in said  # the download is what was sent
    assert f"[('{names['theirs'].project_id}', 'accepted')]" in said
    assert any(line.startswith("active ['success']") for line in said)
    assert any(line.startswith("404 ") for line in said)


def named(cloud: LocalCloud) -> str:
    """The local cloud's clouds.yaml under the names that the page uses."""
    entries = Path(cloud.clouds_yaml).read_text()
    for name, account in CLOUDS.items():
        entries = re.sub(rf"^  {account}:", f"  {name}:", entries, flags=re.MULTILINE)
    return entries
