"""Wait for an answer inside a Pulumi program without stopping its event loop.

A program runs on the loop that also registers its resources, so blocking it would stop everything else.
Pulumi's own `get_...` functions keep the loop going while they wait; so does this, by the same, private function
(pulumi/runtime/sync_await.py). tests/engine/test_lookups.py tells when that no longer works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def pumped(answer: Coroutine[Any, Any, T]) -> T:
    """Return the answer; meanwhile the event loop goes on."""
    try:
        from pulumi.runtime.sync_await import _sync_await
    except ImportError:  # an SDK without it: correct all the same, but one at a time
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, answer).result()
    return _sync_await(answer)
