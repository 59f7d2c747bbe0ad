"""Hashes of a stream, computed while it is read or sent: each algorithm in a thread of its own.

hashlib releases the interpreter's lock for large blocks, so the hashes run beside the sending and beside each
other, and the whole takes about as long as the slowest of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from queue import SimpleQueue
from threading import Semaphore, Thread
from types import TracebackType

#: What Glance keeps: `checksum`, and `os_hash_value` unless the operator chose another hashing_algorithm.
ALGORITHMS = ("md5", "sha512")
#: Blocks that may wait for one hash; a buffer is free again when so many newer blocks have been handed over.
DEPTH = 8

Block = bytes | memoryview


def algorithms(kept: str | None) -> list[str]:
    """The one that an image's record names, if Python has it; else the usual ones. Each takes a core. Pure."""
    name = (kept or "").lower()
    return [name] if _usable(name) else list(ALGORITHMS)


def _usable(name: str) -> bool:
    return name in hashlib.algorithms_guaranteed and not name.startswith("shake")  # those want a length


class Digests:
    """The digests of one stream. A context manager, so that no thread outlives an error.

    Raises ValueError for a name that is no hash.
    """

    def __init__(self, names: Sequence[str] = ALGORITHMS) -> None:
        unusable = [name for name in names if not _usable(name)]
        if unusable:
            raise ValueError(f"{unusable[0]!r} is no hash that this Python computes: md5, sha256 and sha512 are")
        self._lanes = [_Lane(name) for name in names]

    def __enter__(self) -> Digests:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def update(self, block: Block) -> None:
        """Hand over the next block; waits while `DEPTH` are pending. It must not change for DEPTH more blocks."""
        for lane in self._lanes:
            lane.put(block)

    def result(self) -> dict[str, str]:
        """The digests of all blocks, in lower-case hex, once the threads have done their work."""
        self.close()
        return {lane.algorithm: lane.digest.hexdigest() for lane in self._lanes}

    def close(self) -> None:
        """End the threads. Calling it twice does no harm."""
        for lane in self._lanes:
            lane.put(None)
        for lane in self._lanes:
            lane.thread.join()


class _Lane:
    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.digest = hashlib.new(algorithm, usedforsecurity=False)
        self._blocks: SimpleQueue[Block | None] = SimpleQueue()
        self._room = Semaphore(DEPTH)
        self.thread = Thread(target=self._work, name=f"hash-{algorithm}", daemon=True)
        self.thread.start()

    def put(self, block: Block | None) -> None:
        if block is not None:
            self._room.acquire()
        self._blocks.put(block)

    def _work(self) -> None:
        while (block := self._blocks.get()) is not None:
            self.digest.update(block)
            del block  # or a block that is done would be kept until the next one comes
            self._room.release()
