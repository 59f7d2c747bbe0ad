"""What a PATCH cannot change: the inputs whose change means a new image, and why."""

from __future__ import annotations

from typing import Any

from .wire import Props

DATA_IS_FIXED = "an image's data cannot be changed once it is there"

#: Input -> the reason that is shown. Formats: glance/api/v2/images.py answers 403 on an active image, even
#: for the same value.
FIXED = {
    "container_format": "the format of existing data cannot be changed",
    "content_hash": DATA_IS_FIXED,
    "disk_format": "the format of existing data cannot be changed",
    "image_id": "an image keeps its id",
    "license_switch": "a licence is fixed at creation; the data is uploaded again and billing may change",
}


def replacements(recorded: Props, declared: Props) -> dict[str, str]:
    """Return the declared inputs that only a new image can satisfy, each with its reason."""
    return {key: reason for key, reason in FIXED.items() if _differs(key, recorded, declared)}


def _differs(key: str, recorded: Props, declared: Props) -> bool:
    now = declared.get(key)
    return now is not None and now != _before(key, recorded) and not _still_open(key, recorded)


def _before(key: str, recorded: Props) -> Any:
    if key == "content_hash":
        return recorded.get(key) or held_content(recorded)
    if key == "image_id":
        return recorded.get(key) or recorded.get("id")
    return recorded.get(key)


def held_content(recorded: Props) -> str | None:
    """Return the content hash of what the service holds, or None when it names none."""
    algorithm, digest = recorded.get("os_hash_algo"), recorded.get("os_hash_value")
    return f"{algorithm}:{digest}" if algorithm and digest else None


def _still_open(key: str, recorded: Props) -> bool:
    """Formats may be patched while the image has no data."""
    return key.endswith("_format") and recorded.get("status") == "queued"
