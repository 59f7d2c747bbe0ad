"""Which inputs of an image hold secrets, once every transformation of the program has run.

The engine hands a dynamic provider secrets in plain text and without a mark (the SDK answers `acceptSecrets=False`),
so the program itself lists them. Transformations may make a secret of an input after the list was made: the engine
calls the newer ones when the program has sent it already. So where a program has any, one of our own runs behind them.
It is registered by private functions of the SDK, as the public one waits for all that is being declared
(pulumi/runtime/stack.py, `register_resource_transform`). Without them all inputs count as secrets there.
tests/engine/test_transformations.py tells when that no longer works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ResourceTransformArgs, ResourceTransformResult

MARKS = "secret_inputs"  # the input that holds the list
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()  # one image registers for all


async def secret_inputs(
    resource: pulumi.Resource, declared: Mapping[str, Any], opts: pulumi.ResourceOptions | None
) -> list[str] | None:
    """Return the names of the inputs and of the custom properties that are secret, or None when none is."""
    given = {name: value for name, value in declared.items() if value is not None}
    if opts is not None and opts.parent is not None:
        await opts.parent.urn.future()  # by then its transforms are known
    if _transformed(resource, opts) and not await _last_word():
        return sorted(given)
    return await _names(given) or None


def _transformed(resource: pulumi.Resource, opts: pulumi.ResourceOptions | None) -> bool:
    """Return whether the program may change inputs of this resource; true when that cannot be found out."""
    if opts is not None and (opts.transforms or opts.transformations):
        return True
    try:
        return bool(resource._transformations or _registered())
    except (ImportError, AttributeError):
        return True


def _registered() -> set[Any]:
    """Return the functions that the engine calls back in this program."""
    from pulumi.runtime._callbacks import _CallbackServicer
    from pulumi.runtime.settings import SETTINGS

    # A process may run several programs, each with an engine of its own.
    ours = [one for one in _CallbackServicer._servicers if one._monitor is SETTINGS.monitor]
    return {function for one in ours for function in one._transforms}


async def _last_word() -> bool:
    """Have `_marked` run behind the transforms that are registered already; False when the SDK has no way."""
    try:
        from pulumi.runtime.settings import _get_callbacks

        async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
            if _marked not in _registered() and (callbacks := await _get_callbacks()):
                callbacks.register_stack_transform(_marked)
            return _marked in _registered()
    except Exception:  # noqa: BLE001  whatever an SDK or an engine without it may raise
        return False


async def _marked(args: ResourceTransformArgs) -> ResourceTransformResult | None:
    """List the secret inputs of an image anew; other resources pass as they are."""
    if args.type_ != "pulumi-python:dynamic/ecl:Image":
        return None
    props = {name: value for name, value in args.props.items() if name != MARKS}
    names = await _names(props)
    if names == (args.props.get(MARKS) or []):
        return None
    as_they_were: Any = None  # options pass as they are
    return ResourceTransformResult({**props, MARKS: names or None}, as_they_were)


async def _names(given: Mapping[str, Any]) -> list[str]:
    """Return the names of the secrets: of inputs, and ``properties.key`` of those custom properties that are secret."""
    from pulumi.runtime.rpc import is_rpc_secret

    names = []
    for name, value in given.items():
        if name == "properties" and isinstance(value, Mapping) and not is_rpc_secret(value):
            names += [f"{name}.{key}" for key, held in value.items() if await _is_secret(held)]
        elif await _is_secret(value):
            names.append(name)
    return names


async def _is_secret(value: Any) -> bool:
    from pulumi.runtime.rpc import is_rpc_secret

    return is_rpc_secret(value) or await pulumi.Output.from_input(value).is_secret()
