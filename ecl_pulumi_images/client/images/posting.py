"""What the answer to a POST of an image record proves. Pure.

| what came                                              | then                                                |
|--------------------------------------------------------|-----------------------------------------------------|
| 201 and the record                                     | it is made                                          |
| nothing was sent: no token, no connection              | nothing was made                                    |
| 400, 401, 403, ... in the image service's own form     | nothing was made                                    |
| 409 in its own form                                    | the id is in use: perhaps by an earlier try of ours |
| 408, 429, 5xx, a redirect, a page, a broken body, none | unclear: only a look at the id tells                |

Glance itself never answers 408 and 429; who does may have handed the request on before.
"""

from __future__ import annotations

from ..errors import ConnectionFailed, ImageServiceError

_UNCLEAR = frozenset({408, 425, 429})
_PASSING = frozenset({408, 502, 503, 504})


def unsent(error: ImageServiceError) -> bool:
    """Whether the request never left, because of its values, the token or the connection."""
    return error.path is None or not getattr(error, "reached", True)


def refused(error: ImageServiceError) -> bool:
    """Whether the image service itself has said no, so that this request has made nothing."""
    status = error.status or 0
    return error.from_service and 400 <= status < 500 and status not in _UNCLEAR


def of_another(error: ImageServiceError) -> bool:
    """Whether somebody answered who is neither the image service nor a gateway that failed to reach it."""
    return error.status is not None and error.status < 500 and not error.from_service


def passing(error: ImageServiceError) -> bool:
    """Whether the trouble may be over at another try."""
    return isinstance(error, ConnectionFailed) or error.status in _PASSING
