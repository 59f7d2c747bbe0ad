"""The one module that touches what Pulumi's Python SDK does not offer: the call being served.

The SDK hands a provider property bags only. The request (URN, timeout, old inputs) and its gRPC context live in
the frames below us; `call()` finds them there. When an SDK no longer has them, everything falls back to plain
behaviour: tracebacks instead of one line, no progress, no old inputs.
tests/engine/test_canaries.py tells when the SDK offers any of it, and what to delete here then.
Measured with SDK 3.235 to 3.272 and CLI 3.274 (pulumi/dynamic/__main__.py, `DynamicResourceProviderServicer`).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType
from typing import Any, NoReturn

from ecl_pulumi_images.client.words import harmless

from .secrets import discreet, exposed

BAGS = ("news", "olds", "properties", "old_inputs", "inputs")  # where the engine's requests hold inputs and outputs
WORKERS = 32  # the SDK's server has 4 threads: 4 long uploads would block every other check and diff


@dataclass(frozen=True)
class Call:
    """The engine's call that this thread serves; empty outside of one."""

    request: Any = None
    context: Any = None

    @property
    def old_inputs(self) -> dict[str, Any] | None:
        """The inputs in the state, or None when the engine did not send any (or outside of a call)."""
        for name in ("old_inputs", "inputs"):
            struct = getattr(self.request, name, None)
            if struct is not None and self.request.HasField(name):
                return _plain(struct)
        return None

    @property
    def urn(self) -> str | None:
        """The resource's URN, or None outside of a call."""
        return getattr(self.request, "urn", None)

    @property
    def name(self) -> str | None:
        """The resource's name in the program, or None outside of a call."""
        parts = getattr(self.request, "urn", "").split("::", 3)  # urn:pulumi:stack::project::type::name
        return parts[-1] if len(parts) == 4 else None

    @property
    def ignored(self) -> frozenset[str]:
        """The inputs whose changes the program ignores, transformations included; known in diff and update."""
        paths = getattr(self.request, "ignoreChanges", ())
        return frozenset(path.strip('[]"') for path in paths)  # `["name"]` is another spelling of `name`

    @property
    def timeout(self) -> float | None:
        """Seconds of the resource's `custom_timeouts` for this act, or None without one."""
        return getattr(self.request, "timeout", 0) or None

    def discreet(self, message: str) -> str:
        """Return the message without the secrets among the inputs, which the engine hands over in plain text."""
        structs = (getattr(self.request, field, None) for field in BAGS)
        return discreet(message, [_plain(struct) for struct in structs if struct is not None])

    def cancelled(self) -> bool:
        """Return whether the engine no longer waits: a second Ctrl-C, or it is dead."""
        return self.context is not None and not self.context.is_active()

    def log(self, message: str, severity: str = "INFO", *, ephemeral: bool = False) -> None:
        """Show one line under this resource; an ephemeral one only in the Info column while it runs."""
        if self.request is None or (engine := _engine()) is None:
            return
        from grpc import RpcError
        from pulumi.runtime.proto import engine_pb2

        with suppress(RpcError):  # a message that cannot be shown is no failure
            level = engine_pb2.LogSeverity.Value(severity)
            said = harmless(self.discreet(message))  # it may hold the words of anybody
            line = engine_pb2.LogRequest(severity=level, message=said, urn=self.request.urn, ephemeral=ephemeral)
            engine.Log(line, timeout=2)


def call() -> Call:
    """Return the call that this thread serves."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        request, context = frame.f_locals.get("request"), frame.f_locals.get("context")
        if request is not None and hasattr(context, "set_trailing_metadata"):
            return Call(request, context)
        frame = frame.f_back
    return Call()


def fail(serving: Call, message: str, details: Sequence[Any] = ()) -> NoReturn:
    """Raise so that the CLI prints `message` alone instead of a traceback.

    The SDK aborts with the traceback as details; a `Status` in the trailing metadata wins over it, with code 2.
    """
    message = serving.discreet(message)
    if serving.context is not None:
        from pulumi.runtime.proto import status_pb2

        status = status_pb2.Status(code=2, message=message)
        for detail in details:
            status.details.add().Pack(detail)
        serving.context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise RuntimeError(message)


def fail_partially(serving: Call, message: str, image_id: str, outs: Mapping[str, Any]) -> NoReturn:
    """Fail, and have the engine record the image that is left, to be read again before the next update."""
    message = serving.discreet(message)
    if serving.request is None:
        raise RuntimeError(message)
    from pulumi.runtime.proto import provider_pb2

    given = serving.request.news if hasattr(serving.request, "news") else serving.request.properties
    recorded = _struct(encrypted(outs, exposed(outs, _plain(given), serving.old_inputs or {})))
    recorded.fields["__provider"].CopyFrom(given.fields["__provider"])
    left = provider_pb2.ErrorResourceInitFailed(id=image_id, properties=recorded, reasons=[message])
    if hasattr(left, "refresh_before_update"):
        left.refresh_before_update = True
    fail(serving, message, [left])


def keys_of(config: Any) -> list[str] | None:
    """Return every key of the configuration that the SDK hands to a provider; None when they are not found.

    The SDK offers no list of them (pulumi/dynamic/config.py), so that a misspelt one would never be seen.
    """
    held = getattr(config, "_props", None)
    return list(held) if isinstance(held, Mapping) else None


def keys_in_program() -> list[str] | None:
    """Return every key of the stack's configuration, in the program; None when they are not found.

    They are those set in the process, else those of a variable (pulumi/runtime/config.py).
    """
    try:
        from pulumi.runtime.config import CONFIG, get_config_env

        return [*CONFIG.get(), *get_config_env()]
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def encrypted(outs: Mapping[str, Any], names: Set[str]) -> dict[str, Any]:
    """Return the outputs with those of these names as secrets, the way the SDK writes them."""
    return {name: _secret(value) if name in names else value for name, value in outs.items()}


def _secret(value: Any) -> Any:
    """Mark a map's values one by one: the engine forgets a mark on a map that an input of its name has no secret in."""
    from pulumi.runtime.rpc import wrap_rpc_secret

    if isinstance(value, Mapping):
        return {key: _secret(held) for key, held in value.items()}
    return wrap_rpc_secret(value)


def widen() -> bool:
    """Let the server that runs this call work on WORKERS calls at once; False when its pool is not found."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        reference = frame.f_locals.get("executor_reference")
        if frame.f_code.co_name == "_worker" and callable(reference):
            executor = reference()
            executor._max_workers = max(WORKERS, executor._max_workers)
            return True
        frame = frame.f_back
    return False


def _plain(struct: Any) -> dict[str, Any]:
    from pulumi.runtime import rpc

    return dict(rpc.deserialize_properties(struct, True))


def _struct(values: Mapping[str, Any]) -> Any:
    from pulumi.runtime import rpc

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(dict(values), {}))
    finally:
        loop.close()


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Return a stub for the engine, whose address is the plugin's first argument; None when started otherwise."""
    if len(sys.argv) < 2:
        return None
    import grpc
    from pulumi.runtime.proto import engine_pb2_grpc

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(sys.argv[1]))
