"""A small valid image when the user brings none: a cloud-init seed disc, as its NoCloud source reads it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

USER_DATA = b"#cloud-config\nhostname: quickstart\n"
META_DATA = b"instance-id: quickstart\n"


def write(path: Path) -> Path:
    """Write an ISO 9660 image with the volume label and the two files that cloud-init looks for."""
    import pycdlib

    iso = pycdlib.PyCdlib()
    iso.new(vol_ident="cidata", joliet=3, rock_ridge="1.09")
    for short, name, content in (("USERDATA", "user-data", USER_DATA), ("METADATA", "meta-data", META_DATA)):
        iso.add_fp(BytesIO(content), len(content), f"/{short}.;1", rr_name=name, joliet_path=f"/{name}")
    iso.write(str(path))
    iso.close()
    return path
