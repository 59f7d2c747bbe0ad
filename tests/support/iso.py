"""A small valid ISO 9660 image."""

from __future__ import annotations

import io
from pathlib import Path

import pycdlib


def write_iso(path: Path, content: bytes) -> Path:
    disc = pycdlib.PyCdlib()
    disc.new(vol_ident="cidata", joliet=3)
    disc.add_fp(io.BytesIO(content), len(content), "/METADATA.;1", joliet_path="/meta-data")
    disc.write(str(path))
    disc.close()
    return path
