"""Images that are gone with data that the program cannot bring back."""

from __future__ import annotations

from ..failures import Failed
from ..props import Props

SOURCES = ("local_file_path", "image_source_url")


def irreplaceable(recorded: Props, declared: Props) -> bool:
    """Return whether the image had data and the program says nowhere where that comes from.

    An adopted image, for one, or one whose source was taken out of the program. recorded: outputs in the state.
    """
    had_data = recorded.get("status") in ("active", "deactivated") or bool(recorded.get("size"))
    return had_data and not any(declared.get(key) for key in SOURCES)


def lost(image_id: str, recorded: Props) -> Failed:
    """Return the error for such an image: a new one would be an empty record, and nobody would notice."""
    size = recorded.get("size")
    held = f"{size:.0f} bytes" if size else "data"
    return Failed(
        f"image {image_id} is gone, with {held} for which this program has no source; it is not made anew, as it would "
        "be empty. Declare local_file_path or image_source_url and run `pulumi up` without --refresh; or do so after "
        "taking the resource out of the program; or `pulumi state delete` it, to adopt another image or begin anew"
    )
