"""Whom to trust, as requests wants it. Flags arrive as strings, and requests takes "false" for a file of that name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import ConfigurationError
from .precedence import called
from .values import flag, flag_or_none


def verification(settings: Mapping[str, Any]) -> bool | str:
    """Whether to verify certificates, or the file of the authority to verify them with.

    Raises ConfigurationError for a file that is not there.
    """
    if "insecure" in settings and flag(called(settings, "insecure"), settings["insecure"]):
        return False
    verify = settings.get("verify", True)
    found = flag_or_none(verify)
    if found is False:
        return False
    if settings.get("cacert"):
        return _authority(f"{called(settings, 'cacert')}: there is no file", settings["cacert"])
    if found is None:
        problem = "must be true, false or the file of an authority, and there is no file"
        return _authority(f"{called(settings, 'verify')} {problem}", verify)
    return True


def certificate(settings: Mapping[str, Any]) -> str | tuple[str, str] | None:
    """The client's own certificate, with its key where that is in another file."""
    cert, key = settings.get("cert"), settings.get("key")
    if not cert:
        return None
    return (_path(str(cert)), _path(str(key))) if key else _path(str(cert))


def _authority(missing: str, path: Any) -> str:
    found = _path(str(path))
    if not Path(found).exists():
        raise ConfigurationError(f"{missing} {found}")
    return found


def _path(text: str) -> str:
    return os.path.expanduser(text)  # noqa: PTH111  a Path would raise where no home folder is known
