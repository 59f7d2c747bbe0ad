"""Which language hosts run the examples in YAML, TypeScript and Go, and generate SDKs for the latter two.

The official CLI brings them all. Where the CLI was built here, YAML's is built, too: it is a Go module by itself. Those
of Node.js and Go are on no package index; small ones stand in, over the code generators of the CLI's own module.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools import pulumi_cli

from . import build

ROOT = Path(__file__).parents[2]
NEEDED = {"go": ("go",), "nodejs": ("node", "npm"), "yaml": ()}
"""What each language needs on PATH besides its host."""


class NoHost(Exception):
    """Programs of this language cannot be run here; the message says why in one line."""


def host(language: str, scratch: Path) -> Path:
    """A folder, to be put on PATH, with the host of a language of NEEDED. scratch: where a small one may be put.

    Raises NoHost.
    """
    for program in NEEDED[language]:
        if shutil.which(program) is None:
            raise NoHost(f"no {program} is on PATH")
    name = f"pulumi-language-{language}"
    beside = pulumi_cli.ensure().resolve().parent
    on_path = shutil.which(name)
    if (beside / name).exists() or on_path:
        return Path(on_path).parent if on_path else beside
    try:
        made = build.program(build.YAML if language == "yaml" else build.SDKGEN)
    except build.NotBuilt as problem:
        raise NoHost(f"{name}: {problem}") from None
    return made.parent if language == "yaml" else _small(name, language, made, scratch)


def _small(name: str, language: str, generator: Path, scratch: Path) -> Path:
    scratch.mkdir(parents=True, exist_ok=True)
    command = f'exec "{sys.executable}" -m tools.language_hosts.{language} "{generator}" "$@"'
    (scratch / name).write_text(f'#!/bin/sh\nexport PYTHONPATH="{ROOT}"\n{command}\n')
    (scratch / name).chmod(0o755)
    return scratch
