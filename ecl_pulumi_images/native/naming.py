"""The name of an image whose program declares none, as the stack's `pulumi:autonaming` wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.runtime.proto import provider_pb2

_DISABLE = provider_pb2.CheckRequest.AutonamingOptions.DISABLE


def named(request: Any, news: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Return the name to use, or nothing where one is declared, and where the resource's own is to be used.

    before: the inputs in the state. A name that was made up once stays: the engine proposes another one each time.
    Raises ValueError when the stack wants every name to be declared.
    """
    if news.get("name") is not None or not request.HasField("autonaming"):
        return {}
    if request.autonaming.mode == _DISABLE:
        raise ValueError("name is missing, and pulumi:autonaming of this stack makes none up: declare one")
    name = before.get("name") or request.autonaming.proposed_name
    return {"name": name} if name else {}
