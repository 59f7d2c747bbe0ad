"""The body of an upload: blocks of a source, hashed while they are sent, given out exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, cycle

from ..errors import Cancelled
from ..http.session import BLOCK
from .digests import DEPTH, Digests
from .readers import BadSource, OpenSource, empty
from .verification import Progress, Transfer
from .watchdog import Guard


class Interrupted(Exception):
    """The sending ends for a reason on our side, which is the cause of this error.

    Of a type of its own, because the HTTP libraries take any OSError that comes out of a body for the server's.
    """


def blocks(source: OpenSource) -> Iterator[memoryview]:
    """The source in blocks of up to 1 MiB; each stays as it is until DEPTH more have been taken.

    Raises BadSource, before the last block is given out, when the source is empty or not as long as it said.
    """
    done, length = 0, min(BLOCK, source.size or BLOCK)
    for buffer in cycle([memoryview(bytearray(length)) for _ in range(DEPTH + 1)]):
        count = source.readinto(buffer if source.size is None else buffer[: source.size - done])
        if not count and source.size is not None:
            raise BadSource(f"{source.name} ended after {done} of {source.size} bytes: it shrank while it was read")
        if not count and not done:
            raise empty(source.name)
        done += count
        if done == source.size:
            source.check_end()
        if count:
            yield buffer[:count]
        if not count or done == source.size:
            return


class Body:
    """One sending of a source. requests takes `len` for the Content-Length, and sends in chunks when it is None.

    begun: whether any of it was asked for. sent: bytes given to the network. whole: whether that was all of it.
    """

    def __init__(
        self,
        source: OpenSource,
        digests: Digests,
        guard: Guard,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.len = source.size
        self.begun = self.whole = False
        self.sent = 0
        self._digests = digests
        self._guard = guard
        self._progress = progress
        self._cancelled = cancelled
        left = blocks(source)
        self._blocks = chain([next(left)], left)  # an empty source shows here, before any call

    def __iter__(self) -> Iterator[memoryview]:
        try:
            yield from self._given_out()
        except Exception as error:
            raise Interrupted from error

    def transfer(self) -> Transfer:
        """What was sent, once it is whole."""
        return Transfer(self.sent, self._digests.result())

    def _given_out(self) -> Iterator[memoryview]:
        if self.begun:
            raise AssertionError("a body is sent at most once")
        self.begun = True
        for block in self._blocks:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled(f"stopped after {self.sent} bytes")
            self._digests.update(block)
            self._guard.busy()
            yield block
            self._guard.idle()
            self.sent += len(block)
            if self._progress is not None:
                self._progress(self.sent, self.len)
        self.whole = True
