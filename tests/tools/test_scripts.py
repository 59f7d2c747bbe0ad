"""Pulumi's own scripts for Python lie beside a CLI that was made here; nothing of ours stands in for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import engine
from tools.pulumi_cli import ensure, scripts, version

ROOT = Path(__file__).parent.parent.parent

GO = """#!/bin/sh
case "$1 $2" in
"env GOVERSION") echo go99.0.0 ;;
"mod download") cat "$ANSWER"; exit $STATUS ;;
*) echo "$@" >&2; exit 7 ;;
esac
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache of an earlier version: a CLI, and a stand-in for the plugin."""
    folder = tmp_path / "cache" / "ecl-pulumi-images" / "pulumi" / version.pinned() / "bin"
    folder.mkdir(parents=True)
    program(folder / "pulumi", "#!/bin/sh\necho v3.274.1\n")
    program(folder / scripts.PLUGIN, "a stand-in\n")
    return folder


def program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def ask(tmp_path: Path, *, found: bool = True, ahead: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m tools.pulumi_cli` where Go has the module at hand, or does not."""
    for name, place in scripts.PLACES.items():
        (tmp_path / "module" / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / "module" / place / name).write_text(f"the official {name}\n")
    (tmp_path / "go").mkdir(exist_ok=True)
    program(tmp_path / "go" / "go", GO)
    answer = {"Dir": str(tmp_path / "module")} if found else {"Error": "sdk/v3: no such host"}
    (tmp_path / "answer").write_text(json.dumps(answer))
    path = [*([str(ahead)] if ahead else []), str(tmp_path / "go"), "/usr/bin", "/bin"]
    settings = {
        "PATH": os.pathsep.join(path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "ANSWER": str(tmp_path / "answer"),
        "STATUS": "0" if found else "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "tools.pulumi_cli"],
        cwd=ROOT, env=os.environ | settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_older_cache_gets_the_official_scripts_without_another_build(tmp_path: Path, cache: Path) -> None:
    before = (cache / "pulumi").stat()

    first, second = ask(tmp_path), ask(tmp_path)

    assert first.stdout.strip() == str(cache / "pulumi")
    assert (cache / "pulumi").stat() == before
    for name in scripts.PLACES:
        assert (cache / name).read_text() == f"the official {name}\n"
        assert os.access(cache / name, os.X_OK)
    assert (cache / scripts.HOST).read_bytes() == scripts.SMALL_HOST.read_bytes()
    assert {path.name for path in cache.iterdir()} == {"pulumi", scripts.HOST, *scripts.PLACES}
    assert (second.returncode, second.stderr) == (0, "")


def test_where_they_cannot_be_had_one_line_says_so_and_nothing_stands_in(tmp_path: Path, cache: Path) -> None:
    refused = ask(tmp_path, found=False)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "sdk/v3: no such host; install the Pulumi CLI" in refused.stderr.splitlines()[-1]
    assert not (cache / scripts.EXECUTOR).exists()


@pytest.mark.parametrize("linked", [False, True])
def test_a_full_cli_on_path_is_run_with_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool) -> None:
    full = tmp_path / "full"
    full.mkdir()
    for name in ("pulumi", *scripts.PLACES):
        program(full / name, "#!/bin/sh\necho v3.274.1\n")
    if linked:
        (tmp_path / "links").mkdir()
        (tmp_path / "links" / "pulumi").symlink_to(full / "pulumi")
        full = tmp_path / "links"

    told = ask(tmp_path, found=False, ahead=full)
    monkeypatch.setenv("PATH", f"{full}{os.pathsep}/usr/bin")

    assert (told.returncode, told.stdout.strip(), told.stderr) == (0, str(full / "pulumi"), "")
    assert engine.environment(tmp_path)["PATH"] == f"{full}{os.pathsep}/usr/bin"


def test_a_bare_cli_on_path_finds_them_at_the_end_of_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    program(bare / "pulumi", "#!/bin/sh\necho v3.274.1\n")

    told = ask(tmp_path, ahead=bare)
    monkeypatch.setenv("PATH", f"{bare}{os.pathsep}/usr/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    spare = Path(engine.environment(tmp_path)["PATH"].split(os.pathsep)[-1])

    assert told.stdout.strip() == str(bare / "pulumi")
    assert (spare / scripts.PLUGIN).read_text() == f"the official {scripts.PLUGIN}\n"


def test_the_real_language_host_of_an_official_cli_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / scripts.HOST).write_bytes(b"\x7fELF the real one")

    scripts.install_host(tmp_path)

    assert (tmp_path / scripts.HOST).read_bytes() == b"\x7fELF the real one"


def test_the_plugin_that_is_run_looks_for_the_virtual_environment_in_the_folder_where_it_starts(
    tmp_path: Path,
) -> None:
    """pulumi/pulumi#7061: a stand-in that did not hid that `pulumi up` failed in the root of the repository."""
    folder = ensure().resolve().parent
    settings = os.environ | {"PULUMI_RUNTIME_VIRTUALENV": ".venv"}

    refused = subprocess.run(
        [folder / scripts.PLUGIN], cwd=tmp_path, env=settings, capture_output=True, text=True, check=False
    )

    assert refused.returncode == 1
    assert f'"{tmp_path}/.venv" doesn\'t exist' in refused.stderr


def test_a_cache_that_is_complete_is_only_read(tmp_path: Path, cache: Path) -> None:
    ask(tmp_path)
    lock = cache.parent.parent / f"{version.pinned()}.lock"
    lock.unlink()

    told = ask(tmp_path, found=False)

    assert (told.returncode, told.stderr) == (0, "")
    assert not lock.exists()
