"""What the small hosts of Node.js and Go share: they generate SDKs by the CLI's own code generators."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from pulumi.runtime.proto import language_pb2

from tools.language_host import Host


class GeneratingHost(Host):
    """A host that was started as `HOST GENERATOR ... ENGINE`.

    language: as the generator calls it. fetch: the command that fetches what a project needs, if it takes one.
    """

    language: ClassVar[str]
    fetch: ClassVar[Sequence[str]] = ()

    def GeneratePackage(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - as the protocol has it
        """Write the SDK of a package into a folder."""
        done = subprocess.run(
            [sys.argv[1], self.language, request.directory, request.loader_target],
            input=request.schema, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return language_pb2.GeneratePackageResponse()

    def Link(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Leave the project as it is: the examples name their SDK already."""
        return language_pb2.LinkResponse()

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802, ARG002
        """Have the language's own tool fetch what the project needs."""
        if self.fetch:
            done = subprocess.run(
                self.fetch, cwd=request.info.program_directory, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(self.fetch)}: {done.stdout}{done.stderr}")
        yield from ()
