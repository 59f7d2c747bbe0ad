"""What the demo says itself, between Pulumi's words: headings, records, claims that it has checked."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from ecl_pulumi_images.client import Image

NOT_SHOWN = {"self_", "file", "schema", "os_hash_algo"}


class NotSo(Exception):
    """A claim of the demo that turned out false."""


def heading(text: str) -> None:
    print(f"\n{_bold(f'── {text} ──')}", flush=True)


def say(text: str) -> None:
    print(text, flush=True)


def claim(text: str, holds: bool) -> None:
    """State what has been found to hold. Raises NotSo when it does not."""
    if not holds:
        raise NotSo(text)
    print(f"✓ {text}", flush=True)


def record(image: Image) -> None:
    """Show what the image service says of an image, as JSON."""
    told = {name: value for name, value in asdict(image).items() if value not in (None, {}, ())}
    shown = {name: value for name, value in told.items() if name not in NOT_SHOWN}
    print(json.dumps(shown, indent=2, default=str), flush=True)


def _bold(text: str) -> str:
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text
