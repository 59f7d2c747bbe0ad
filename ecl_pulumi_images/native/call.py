"""The call of the engine that the plugin serves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from ecl_pulumi_images.acts.call import Call
from ecl_pulumi_images.provider import engine

from .bags import opened

_BAGS = ("news", "olds", "properties", "old_inputs", "inputs", "args", "query")
stopping = threading.Event()  # the engine asked all acts to end: the first Ctrl-C, and the end of a run


class NativeCall(Call):
    """request: the engine's. context: of gRPC. address: of the engine, which shows lines."""

    def __init__(self, request: Any, context: Any, address: str) -> None:
        self._request = request
        self._context = context
        self._address = address
        self.urn = getattr(request, "urn", None)
        self.timeout = getattr(request, "timeout", 0) or None
        paths = getattr(request, "ignoreChanges", ())
        self.ignored = frozenset(path.strip('[]"') for path in paths)  # `["name"]` is another spelling of `name`
        held = [name for name in ("old_inputs", "inputs") if _has(request, name)]
        self.old_inputs = opened(getattr(request, held[0])) if held else None

    def bags(self) -> Iterator[dict[str, Any]]:
        """Give every bag of the request, with the names of its secrets."""
        return (opened(getattr(self._request, name)) for name in _BAGS if _has(self._request, name))

    def cancelled(self) -> bool:
        """Return whether the engine no longer waits."""
        return stopping.is_set() or not self._context.is_active()

    def show(self, line: str, severity: str, ephemeral: bool) -> None:
        """Hand the line to the engine."""
        engine.show(self._address, self.urn or "", line, severity, ephemeral)


def _has(request: Any, name: str) -> bool:
    return hasattr(request, name) and request.HasField(name)
