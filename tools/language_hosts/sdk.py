"""What the small hosts of Node.js and Go share: they generate SDKs by the CLI's own code generators."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, ClassVar

from pulumi.runtime.proto import language_pb2

from tools.language_host import Host


class GeneratingHost(Host):
    """A host that was started as `HOST GENERATOR ... ENGINE`. language: as the generator calls it."""

    language: ClassVar[str]

    def GeneratePackage(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - as the protocol has it
        """Write the SDK of a package into a folder."""
        done = subprocess.run(
            [sys.argv[1], self.language, request.directory, request.loader_target],
            input=request.schema, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return language_pb2.GeneratePackageResponse()
