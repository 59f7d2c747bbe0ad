"""Programs that are built from Go modules, once for this user, beside the CLI that is built so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.pulumi_cli import cache, report, toolchain, version
from tools.pulumi_cli.build import CompileFailed, compiled

TOOLS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Program:
    """module: the folder of the go.mod that pins it. pinned_by: the module that says its version."""

    name: str
    module: Path
    package: str
    pinned_by: str


YAML = Program(
    "pulumi-language-yaml",
    TOOLS / "pulumi_yaml",
    "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    "github.com/pulumi/pulumi-yaml",
)
SDKGEN = Program("sdkgen", version.MODULE, "./sdkgen", "github.com/pulumi/pulumi/pkg/v3")


class NotBuilt(Exception):
    """The program could not be built; the message says why in one line."""


def program(wanted: Program) -> Path:
    """The program's file, built first if need be: a minute or so. Raises NotBuilt."""
    pinned = version_of(wanted)
    made = cache.made(pinned, wanted.name)
    if made is not None:
        return made
    command = toolchain.on_path(toolchain.needed())
    if command is None:
        raise NotBuilt(f"no Go {toolchain.needed()} or newer is on PATH to build it with")
    with cache.locked(pinned, wanted.name):
        if cache.made(pinned, wanted.name) is None:  # by whoever held the lock before
            report.say(f"{wanted.name} {pinned}: building it from source, once for this user (a minute)")
            with cache.new(pinned, wanted.name) as root:
                _build(wanted, root / "bin" / wanted.name)
    return cache.executable(pinned, wanted.name)


def version_of(wanted: Program) -> str:
    """The version that go.mod pins, such as "v1.25.0"."""
    text = (wanted.module / "go.mod").read_text()
    found = re.search(rf"^\s*{re.escape(wanted.pinned_by)} (v\S+)", text, re.M)
    if found is None:
        raise LookupError(f"{wanted.module / 'go.mod'} requires no {wanted.pinned_by}")
    return found[1]


def _build(wanted: Program, target: Path) -> None:
    try:
        with toolchain.go() as go:
            compiled(go, wanted.module, wanted.package, target)
    except (CompileFailed, toolchain.NoGo) as problem:
        raise NotBuilt(str(problem)) from None
