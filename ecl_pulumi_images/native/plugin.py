"""The program `pulumi-resource-ecl`, which the engine starts with its own address."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from ecl_pulumi_images.acts import lifeline

from .servicer import Servicer
from .warnings import ToEngine

NAME = "pulumi-resource-ecl"
WORKERS = 64  # acts at once; transfers have a bound of their own, `uploads`
GRACE = 5.0  # seconds that running acts get at the end


def main() -> int:
    """Serve until the engine ends this process, or is gone. Returns the exit code."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]  # such as --logtostderr
    address = words[0] if words else ""
    if not address and sys.stdout.isatty():
        sys.stderr.write(f"{NAME} is started by Pulumi's engine: `ecl-images plugin install` makes it known there\n")
        return 2
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    logging.getLogger("ecl_pulumi_images").addHandler(ToEngine(address))
    server = grpc.server(ThreadPoolExecutor(WORKERS), options=_GRPC_CHANNEL_OPTIONS)
    add_ResourceProviderServicer_to_server(Servicer(address, version("ecl-pulumi-images")), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    lifeline.watch(address)
    ended.wait()
    server.stop(GRACE).wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
