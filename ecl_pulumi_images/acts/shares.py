"""The shares, and the answers to them, that this process has seen declared and made; it serves one deployment.

A share has no id of its own, so one that exists already is taken over. Two resources of one program would undo each
other then: the second is refused. And a resource that is renamed, or replaced by force, lets go of the very share that
its successor has just taken over: it must not be withdrawn then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Share(NamedTuple):
    """A share, or the answer to one (`kind`). member_id: empty for the project of the credentials."""

    kind: str
    image_id: str
    member_id: str = ""


_declared: dict[Share, str] = {}  # -> URN of the resource
_made: set[Share] = set()


def declared_by_another(share: Share, urn: str | None) -> str | None:
    """Note that the resource declares this share; return the name of another one that declared it before."""
    if not urn:
        return None
    first = _declared.setdefault(share, urn)
    return None if first == urn else first.rpartition("::")[2]


def made(share: Share) -> None:
    """Note that a resource has made the share in this run, or taken it over."""
    _made.add(share)


def still_wanted(shares: Iterable[Share], urn: str | None) -> bool:
    """Return whether another resource, or a new one in this resource's place, has one of these shares now."""
    return any(share in _made or _declared.get(share, urn) != urn for share in shares)
