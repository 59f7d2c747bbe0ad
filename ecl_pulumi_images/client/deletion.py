"""Delete what lies at a path, and believe no answer that does not say so.

Glance answers 204 to a DELETE, NTT Enterprise Cloud also 202: accepted, not done. A 200, with or without a body, is
somebody else's: a cache's, a proxy's, a log-in page's. So whatever is no 204 is looked at, and the DELETE sent again
while a look still shows the thing.
"""

from __future__ import annotations

from collections.abc import Callable

from .errors import NotFound, UnexpectedAnswer
from .transport import Transport

_DONE = frozenset({204, 404})  # 404: an earlier attempt, whose answer was lost, has done it (http/response.py)
_PAUSES = (0.3, 1.0, 2.0, 4.0, 8.0)  # seconds before another DELETE


def delete(transport: Transport, path: str, is_there: Callable[[], bool]) -> None:
    """Delete what lies at `path`. is_there: a look at it, which may raise NotFound.

    Raises NotFound when nothing was there, UnexpectedAnswer when it is there for all that was answered, and whatever
    the DELETE and the look raise.
    """
    status = transport.call("DELETE", path).status_code
    for pause in _PAUSES:
        if status in _DONE or not _still(is_there):
            return
        transport.clock.sleep(pause)
        try:
            status = transport.call("DELETE", path).status_code
        except NotFound as error:
            if error.from_service:
                return
            raise
    if status in _DONE or not _still(is_there):
        return
    words = "an answer as if it were deleted, but it is still there"
    raise UnexpectedAnswer(words, method="DELETE", path=path, status=status)


def _still(is_there: Callable[[], bool]) -> bool:
    try:
        return is_there()
    except NotFound as error:
        if not error.from_service:
            raise
        return False
