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
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from functools import lru_cache
from types import FrameType
from typing import Any, NoReturn

import pulumi

from ecl_pulumi_images.acts.call import Call
from ecl_pulumi_images.acts.keys import NAMESPACE
from ecl_pulumi_images.acts.kind import ActFailed, Made
from ecl_pulumi_images.acts.secrets import exposed

from .bags import PROVIDER_KEY, opened

BAGS = ("news", "olds", "properties", "old_inputs", "inputs")  # where the engine's requests hold inputs and outputs
WORKERS = 32  # the SDK's server has 4 threads: 4 long uploads would block every other check and diff


class EngineCall(Call):
    """The call that this thread serves; an empty one outside of any. request: the engine's. context: of gRPC."""

    def __init__(self, request: Any = None, context: Any = None) -> None:
        self.request = request
        self.context = context
        self.urn = getattr(request, "urn", None)
        self.timeout = getattr(request, "timeout", 0) or None
        paths = getattr(request, "ignoreChanges", ())
        self.ignored = frozenset(path.strip('[]"') for path in paths)  # `["name"]` is another spelling of `name`
        held = [name for name in ("old_inputs", "inputs") if _has(request, name)]
        self.old_inputs = opened(_plain(getattr(request, held[0]))) if held else None

    def bags(self) -> Iterator[dict[str, Any]]:
        """Give every bag of the request: the engine hands their secrets over in plain text."""
        return (_plain(getattr(self.request, name)) for name in BAGS if _has(self.request, name))

    def cancelled(self) -> bool:
        """Return whether the engine no longer waits: a second Ctrl-C, or it is dead."""
        return self.context is not None and not self.context.is_active()

    def show(self, line: str, severity: str, ephemeral: bool) -> None:
        """Hand the line to the engine."""
        if self.urn is not None:
            show(address(), self.urn, line, severity, ephemeral)


def show(engine: str, urn: str, line: str, severity: str, ephemeral: bool) -> None:
    """Show one line under a resource. engine: the address that a plugin is started with; empty outside of one."""
    if not engine:
        return
    from grpc import RpcError
    from pulumi.runtime.proto import engine_pb2

    with suppress(RpcError):  # a message that cannot be shown is no failure
        level = engine_pb2.LogSeverity.Value(severity)
        request = engine_pb2.LogRequest(severity=level, message=line, urn=urn, ephemeral=ephemeral)
        _engine(engine).Log(request, timeout=2)


def address() -> str:
    """Return the engine's address, which is the plugin's first argument; empty when this is none."""
    return sys.argv[1] if len(sys.argv) > 1 else ""


def call() -> EngineCall:
    """Return the call that this thread serves."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        request, context = frame.f_locals.get("request"), frame.f_locals.get("context")
        if request is not None and hasattr(context, "set_trailing_metadata"):
            return EngineCall(request, context)
        frame = frame.f_back
    return EngineCall()


def fail(serving: EngineCall, error: ActFailed) -> NoReturn:
    """Raise so that the CLI prints the error's line alone instead of a traceback.

    The SDK aborts with the traceback as details; a `Status` in the trailing metadata wins over it, with code 2.
    """
    if serving.context is not None:
        from pulumi.runtime.proto import status_pb2

        status = status_pb2.Status(code=2, message=str(error))
        if error.left is not None:
            status.details.add().Pack(_init_failed(serving.request, str(error), error.left))
        serving.context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise RuntimeError(str(error)) from None


def _init_failed(request: Any, message: str, left: Made) -> Any:
    """Have the engine record what is left, to be read again before the next update."""
    from pulumi.runtime.proto import provider_pb2

    given = request.news if hasattr(request, "news") else request.properties
    recorded = _struct(encrypted(left.outputs, exposed(left.outputs, left.now, left.before)))
    recorded.fields[PROVIDER_KEY].CopyFrom(given.fields[PROVIDER_KEY])
    failed = provider_pb2.ErrorResourceInitFailed(id=left.id, properties=recorded, reasons=[message])
    if hasattr(failed, "refresh_before_update"):
        failed.refresh_before_update = True
    return failed


def shares_namespace() -> bool:
    """Return whether the project is called as the configuration's namespace, so that its own keys are among ours."""
    try:
        return pulumi.get_project() == NAMESPACE.removesuffix(":")
    except Exception:  # noqa: BLE001  outside of a Pulumi program the SDK has no project
        return False


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


def _has(request: Any, name: str) -> bool:
    return getattr(request, name, None) is not None and request.HasField(name)


@lru_cache(maxsize=1)
def _engine(engine: str) -> Any:
    import grpc
    from pulumi.runtime.proto import engine_pb2_grpc

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(engine))
