"""`ecl-images plugin install`: what it asks of Pulumi's CLI, and what it says when that cannot be."""

from __future__ import annotations

import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest

from ecl_pulumi_images.cli.command import main
from ecl_pulumi_images.native import plugin as native


def pulumi(folder: Path, script: str) -> None:
    """Put a program in the place of Pulumi's CLI."""
    (folder / "pulumi").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "pulumi").chmod(0o755)


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_program_of_this_environment_is_installed_in_the_place_of_any_other(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pulumi(path, f'echo "$@" > {path}/words')

    assert main(["plugin", "install"]) == 0

    program, ours = Path(sysconfig.get_path("scripts"), native.NAME), version("ecl-pulumi-images")
    assert (path / "words").read_text() == f"plugin install resource ecl {ours} --reinstall --file {program}\n"
    assert capfd.readouterr().out.startswith(f"plugin ecl {ours} is installed for every project of this user")


def test_without_pulumis_cli_one_line_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plugin", "install"]) == 1
    assert capfd.readouterr().err == "error: pulumi is not on PATH: install Pulumi's CLI first\n"


def test_a_refusal_of_pulumis_cli_is_told_in_its_own_words(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pulumi(path, "echo 'error: no space left' >&2; exit 255")

    assert main(["plugin", "install"]) == 1
    assert capfd.readouterr().err == "error: `pulumi plugin install` failed: error: no space left\n"


def test_an_environment_without_the_program_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pulumi(path, "exit 0")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(path))

    assert main(["plugin", "install"]) == 1
    assert f"{path}/pulumi-resource-ecl does not exist: install ecl-pulumi-images" in capfd.readouterr().err
