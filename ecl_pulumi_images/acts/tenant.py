"""Notices that the configuration speaks for another project than the state. No request, and only a warning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def elsewhere(configured: Mapping[str, Any], olds: Mapping[str, Any], news: Mapping[str, Any]) -> str | None:
    """Return the state's project and today's, where they are known and differ; None otherwise.

    configured: `project_id` or `project_name`. An id is compared with the owner, unless that may be somebody else: an
    owner that is declared, an adopted image. A name is compared with the one that the image was last written by.
    """
    now, before = configured.get("project_id"), olds.get("owner")
    if now is None:
        now, before = configured.get("project_name"), olds.get("project_name")
    elif news.get("owner") or olds.get("adopt"):
        return None
    return f"project {before}, but the configuration is for project {now}" if now and before and now != before else None
