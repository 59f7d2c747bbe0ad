"""What Pulumi's Python SDK does not offer, and what provider/engine.py does about it.

A test named `..._still_...` fails when the SDK has got better: its message says what to delete. Any other test here
fails when a private detail that we rely on has moved: everything then still works, less nicely, until it is mended.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from pulumi.dynamic import Config, ConfigureRequest, ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from ecl_pulumi_images.acts.kind import ActFailed, Made
from ecl_pulumi_images.provider import engine
from tests.engine.canary import THREADS, Canary

pytestmark = pytest.mark.engine_only

URN = "urn:pulumi:test::tests::pulumi-python:dynamic/ecl:Image::noble"


@contextmanager
def plugin() -> Iterator[Any]:
    """The SDK's own plugin process, asked as the engine would."""
    command = [sys.executable, "-u", "-m", "pulumi.dynamic", "127.0.0.1:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            with grpc.insecure_channel(f"127.0.0.1:{process.stdout.readline().strip()}") as channel:
                asked = provider_pb2_grpc.ResourceProviderStub(channel)
                asked.Configure(provider_pb2.ConfigureRequest())
                yield asked
        finally:
            process.kill()


@pytest.fixture(scope="module")
def sdk() -> Iterator[Any]:
    with plugin() as asked:
        yield asked


def bag(**values: Any) -> Any:
    request = provider_pb2.CreateRequest()
    request.properties.update({"__provider": serialize_provider(Canary()), **values})
    return request.properties


@pytest.fixture(scope="module")
def seen(sdk: Any) -> Any:
    """What a create sees of the SDK."""
    return sdk.Create(provider_pb2.CreateRequest(urn=URN, timeout=90, properties=bag())).properties


def failed(sdk: Any, how: str) -> tuple[str, Any]:
    """The error of a read as the engine gets it: details, and the status in the trailing metadata, if any."""
    with pytest.raises(grpc.RpcError) as raised:
        sdk.Read(provider_pb2.ReadRequest(id="1", urn=URN, properties=bag(how=how)))
    metadata = {one.key: one.value for one in raised.value.trailing_metadata()}
    binary = metadata.get("grpc-status-details-bin")
    return raised.value.details(), status_pb2.Status.FromString(binary) if binary else None


@pytest.mark.parametrize("method", ["create", "update", "delete", "read", "diff", "check"])
def test_the_sdk_still_hands_a_provider_neither_request_nor_context(method: str) -> None:
    taken = set(inspect.signature(getattr(ResourceProvider, method)).parameters)
    bags = {"self", "props", "olds", "news", "id", "id_"}

    assert {name.lstrip("_") for name in taken} <= bags | {"id_"}, (
        f"the SDK hands {sorted(taken)} to `{method}`: take URN, timeout and cancellation from there, "
        "and delete `call` and the frames it searches in provider/engine.py"
    )


def test_the_sdk_still_tells_configure_nothing_but_settings() -> None:
    offered = {name for name in vars(ConfigureRequest(Config({}, "tests"))) if not name.startswith("_")}

    assert offered == {"config"}, (
        f"ConfigureRequest offers {sorted(offered)}: if the server's threads can be set there, delete `widen`"
    )


def test_the_sdks_server_still_has_four_threads(seen: Any) -> None:
    assert seen["workers"] == 4, (
        "the SDK's server has another number of threads: when that is many, or can be set, "
        "delete `widen` and WORKERS in provider/engine.py and their callers"
    )


def test_an_error_still_comes_as_a_traceback(sdk: Any) -> None:
    details, status = failed(sdk, "plainly")

    assert "Traceback" in details and status is None, (  # noqa: PT018  one claim
        "the SDK prints errors without a traceback: delete `fail` in provider/engine.py and raise instead"
    )


def test_the_request_is_found_in_the_frames_below(seen: Any) -> None:
    assert (seen["urn"], seen["timeout"], seen["cancelled"]) == (URN, 90, False)


def test_the_servers_threads_are_widened_from_configure(sdk: Any, seen: Any) -> None:
    assert seen["widened"] is True
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: sdk.Check(provider_pb2.CheckRequest(urn=URN, news=bag())), range(THREADS)))

    assert len(answers) == THREADS


def test_a_clean_failure_is_one_line_in_the_status_that_the_cli_prints(sdk: Any) -> None:
    _, status = failed(sdk, "cleanly")

    assert (status.code, status.message, list(status.details)) == (2, "one line", [])


def test_a_partial_failure_carries_what_the_engine_must_record_and_read_again_first(sdk: Any) -> None:
    _, status = failed(sdk, "partially")
    left = provider_pb2.ErrorResourceInitFailed()

    assert status.details[0].Unpack(left)
    assert (left.id, list(left.reasons), left.properties["left"]) == ("1", ["one line"], "1")
    assert left.properties["__provider"]
    assert left.refresh_before_update


def test_outside_of_a_call_everything_falls_back_to_plain_behaviour() -> None:
    nobody = engine.call()

    nobody.log("into the void")

    assert (nobody.old_inputs, nobody.timeout, nobody.cancelled()) == (None, None, False)
    assert engine.widen() is False
    with pytest.raises(RuntimeError, match="one line"):
        engine.fail(nobody, ActFailed("one line"))
    with pytest.raises(RuntimeError, match="one line"):
        engine.fail(nobody, ActFailed("one line", Made("1", {})))
