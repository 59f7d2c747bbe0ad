"""The exit codes of `ecl-images`, so that a script can tell what to do next. docs/command.md lists them."""

from __future__ import annotations

from ecl_pulumi_images.client import (
    ConnectionFailed,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
    WaitTimeout,
)

FAILED = 1
USAGE = 2  # click's own
MISSING = 3  # no such image
REFUSED = 4  # wrong credentials, or not allowed
UNREACHED = 5  # the same command may work later
INTERRUPTED = 130  # as shells say of SIGINT

_CODES: tuple[tuple[tuple[type[Exception], ...], int], ...] = (
    ((NotFound,), MISSING),
    ((Unauthorized, Forbidden), REFUSED),
    ((ConnectionFailed, ServerError, RateLimited, WaitTimeout), UNREACHED),
)


def exit_code(error: Exception) -> int:
    """Return the code for an error."""
    return next((code for kinds, code in _CODES if isinstance(error, kinds)), FAILED)
