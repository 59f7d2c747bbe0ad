"""Hosts for the examples' languages: found or built once, and SDKs generated from the plugin's schema."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tools import language_hosts, pulumi_cli, schema
from tools.engine import environment
from tools.language_hosts import NoHost, build
from tools.pulumi_cli import cache


def test_a_language_whose_own_tools_are_missing_is_refused_with_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoHost, match=r"^no node is on PATH$"):
        language_hosts.host("nodejs", tmp_path)


def test_without_go_one_line_says_why_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    with pytest.raises(build.NotBuilt, match=r"^no Go \S+ or newer is on PATH to build it with$"):
        build.program(build.YAML)


def test_what_was_built_before_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = cache.executable(build.version_of(build.YAML), build.YAML.name)
    made.parent.mkdir(parents=True)
    made.touch(mode=0o755)

    assert build.program(build.YAML) == made


@pytest.mark.parametrize(
    ("language", "file", "line"),
    [
        ("go", "ecl/image.go", 'Local_file_path pulumi.StringPtrOutput `pulumi:"local_file_path"`'),
        ("nodejs", "image.ts", "declare public readonly local_file_path: pulumi.Output<string | undefined>;"),
    ],
)
def test_an_sdk_is_generated_from_the_schema(tmp_path: Path, language: str, file: str, line: str) -> None:
    try:
        host = language_hosts.host(language, tmp_path / "host")
    except NoHost as reason:
        pytest.skip(str(reason))
    settings = os.environ | environment(tmp_path / "engine")
    settings["PATH"] = os.pathsep.join([str(host), settings["PATH"]])

    done = subprocess.run(
        [pulumi_cli.ensure(), "package", "gen-sdk", schema.FILE, "--language", language, "--local", "-o", tmp_path],
        env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert line in (tmp_path / language / file).read_text("utf-8")
