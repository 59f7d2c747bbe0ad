"""What `go build -v` says, told apart: packages are counted, complaints are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.pulumi_cli import build, report, toolchain, version


@pytest.mark.parametrize("line", ["net/http\n", "github.com/pulumi/pulumi/sdk/v3/go/common/env\n", "fmt\n"])
def test_a_package_counts(line: str) -> None:
    assert build.is_package(line)


@pytest.mark.parametrize(
    "line",
    ["go: downloading cel.dev/expr v0.25.3\n", "# runtime/cgo\n", "main.go:3:4: undefined: x\n", "\n"],
)
def test_a_message_does_not_count(line: str) -> None:
    assert not build.is_package(line)


def test_the_last_complaint_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    said = ["go: downloading cel.dev/expr v0.25.3\n", "fmt\n", "# broken\n", "main.go:3:4: undefined: x\n", "net\n"]

    assert build.follow(said, total=4) == "main.go:3:4: undefined: x"


def test_progress_is_one_line_that_is_wiped_in_the_end_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress = report.Progress(live=True)
    progress.show("too early to be worth a line")
    progress.clear()

    assert capsys.readouterr().err == "\r\033[K"


def test_go_and_the_cli_are_pinned_in_go_mod_and_nowhere_else() -> None:
    assert version.parse(toolchain.needed()) is not None
    assert version.pinned().startswith("v3.")


def test_without_go_and_without_pypi_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    told = r"^pulumi v1: go \S+ is neither on PATH .* install the Pulumi CLI"
    with pytest.raises(build.BuildFailed, match=told) as failed:
        build.build(tmp_path, "v1")
    assert "\n" not in str(failed.value)
