"""The window that a zstd frame's header claims: how far back its data refers, all of it in memory.

Format: RFC 8878, 3.1.1.1. Pure.
"""

from __future__ import annotations

MOST = 1 << 27  # bytes; what zstd(1) takes as well, unless it is told otherwise
HEADER = 18  # bytes at most


def window(header: bytes) -> int:
    """Return the bytes of the window of the frame that begins with `header`; 0 when it does not say."""
    if len(header) < 6:
        return 0
    flags = header[4]
    if not flags & 0x20:
        base = 1 << (10 + (header[5] >> 3))
        return base + (base >> 3) * (header[5] & 7)
    begin = 5 + (0, 1, 2, 4)[flags & 3]
    return int.from_bytes(header[begin : begin + (1, 2, 4, 8)[flags >> 6]], "little")


def too_large(header: bytes) -> str:
    """Return what to say of a frame that is sound and whose window is larger than MOST."""
    claimed = f"{window(header) >> 20} MiB" if window(header) else "more"
    return (
        f"needs {claimed} of memory to be unpacked, for its long window, and gets {MOST >> 20} MiB: "
        "unpack it by zstd -d --long=31, or pack it with at most --long=27"
    )
