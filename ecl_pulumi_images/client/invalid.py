"""What is refused here, before anything is sent, and what cannot be read when it comes back.

ValueError
├── InvalidRequest      also a BadRequest: a value that the image service would refuse, or read as something else
│   └── InvalidFilter   one of a listing's filters
└── WireError           an answer that is not what the API promises
"""

from __future__ import annotations

from .errors import BadRequest


class InvalidRequest(BadRequest, ValueError):
    """A value was refused before anything was sent. The message names it, and the way out."""


class InvalidFilter(InvalidRequest):
    """A filter of a listing was refused: it contradicts another one, or cannot be said exactly."""


def encodable(name: str, value: str) -> str:
    """Return the plain string of a text. Raises InvalidFilter for what is no Unicode, such as half a surrogate pair.

    os.fsdecode makes such text of file names in another encoding; the service answers 500 to it.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidFilter(f"{name}={value!r:.60} holds characters that are no Unicode") from None
    return str.__str__(value)


class WireError(ValueError):
    """An answer's body is not what the API promises. The message says what was found, never the body itself."""
