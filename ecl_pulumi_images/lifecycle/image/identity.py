"""Ids under which a creation that was cut off is found again. Pure. docs/decisions/0008 has the reasons.

A resource has a ring of ids that follow from what it is called and where it lives; its images take them in turn. Glance
takes an id of our choosing, and never gives one twice.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Set

SIZE = 64  # ids of a ring; that many fit into one question of 4,094 bytes, the longest that gunicorn takes
_NAMESPACE = uuid.UUID("6d1f6f0e-0b5c-5c7b-9d7a-1f3f0c6f2b1a")


class Ring:
    """The ids of one resource. known: those of images that the state has, which are no left-overs."""

    def __init__(self, endpoint: str, project: str | None, urn: str, known: Set[str] = frozenset()) -> None:
        place = "\n".join((endpoint, project or "", urn))
        self.ids = tuple(str(uuid.uuid5(_NAMESPACE, f"{place}\n{number}")) for number in range(SIZE))
        self.known = set(known)

    def next(self) -> str:
        """Return the id after the last known one, the first of all where none is known. It counts as known then."""
        last = max((number for number, one in enumerate(self.ids) if one in self.known), default=-1)
        return self._taken(self.ids[(last + 1) % SIZE])

    def another(self) -> str:
        """Return any id but the known ones. Most of a ring is unused, and which, only the service knows."""
        return self._taken(random.choice([*self.unknown()] or self.ids))  # noqa: S311  no secret

    def unknown(self) -> tuple[str, ...]:
        """Return the ids under which a creation that was cut off may have left something."""
        return tuple(one for one in self.ids if one not in self.known)

    def _taken(self, image_id: str) -> str:
        self.known.add(image_id)
        return image_id
