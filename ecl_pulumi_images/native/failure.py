"""A failed act as the engine prints and records it: one line, and what is there all the same."""

from __future__ import annotations

from typing import Any, NoReturn

import grpc
from pulumi.runtime.proto import provider_pb2, status_pb2

_DETAILS = "grpc-status-details-bin"  # where gRPC keeps a status with details


def abort(context: Any, message: str, id_: str = "", left: Any = None) -> NoReturn:
    """End the call. left: the outputs of a resource that is there, to be recorded and read before the next update."""
    if left is not None:
        status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=message)
        status.details.add().Pack(
            provider_pb2.ErrorResourceInitFailed(id=id_, properties=left, reasons=[message], refresh_before_update=True)
        )
        context.set_trailing_metadata(((_DETAILS, status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, message)
    raise AssertionError("abort has raised")


def refusal(name: str, reason: str) -> Any:
    """Return a refused input. name: of the property, empty where it is not among the inputs."""
    return provider_pb2.CheckFailure(property=name, reason=reason)
