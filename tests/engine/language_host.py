"""A language host for `pulumi import`, which asks for one although it runs no program.

The real `pulumi-language-python` comes with the full CLI only. This one is made of the Automation API's own server.
"""

import sys
from pathlib import Path

PROGRAM = f"""#!{sys.executable}
import signal
from concurrent import futures

import grpc
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2_grpc

server = grpc.server(futures.ThreadPoolExecutor(4))
language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageServer(lambda: None), server)
signal.signal(signal.SIGINT, lambda *_: server.stop(0))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
"""


def language_host(folder: Path) -> Path:
    """Write the host into `folder`, which is returned for the PATH."""
    program = folder / "pulumi-language-python"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    return folder
