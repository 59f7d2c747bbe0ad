"""A run in the middle of an upload, with its processes, for tests that interrupt it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import psutil
from pulumi import automation as auto

from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.client import ImageClient
from tests.support.held import HeldProxy

from .stack import Program, Stack

PLUGINS = {"pulumi.dynamic", "pulumi-resource-ecl"}  # what the process of each front end is started as
SOON = 60  # seconds that a busy machine may take


class Run:
    """`pulumi up` in its own process, in the middle of an upload."""

    def __init__(self, stack: Stack, program: Program) -> None:
        self.said: Queue[str] = Queue()
        self.result: list[Any] = []
        self._thread = Thread(target=self._up, args=(stack, program), daemon=True)
        self._thread.start()

    def _up(self, stack: Stack, program: Program) -> None:
        try:
            self.result.append(stack.up(program, on_output=self.said.put))
        except auto.CommandError as error:
            self.result.append(error)

    def until(self, words: str) -> str:
        while words not in (line := self.said.get(timeout=SOON)):
            pass
        return line

    def end(self) -> Any:
        self._thread.join(SOON)
        assert not self._thread.is_alive()
        return self.result[0]


def _is_plugin(process: psutil.Process) -> bool:
    return not PLUGINS.isdisjoint(Path(word).name for word in process.cmdline())


def processes() -> tuple[psutil.Process, psutil.Process]:
    """The CLI that this process has started, and the plugin that the CLI has."""
    for cli in psutil.Process().children():
        with suppress(psutil.Error):
            plugins = [one for one in cli.children(recursive=True) if _is_plugin(one)]
            if plugins:
                return cli, plugins[0]
    raise AssertionError("no CLI with a plugin")


@contextmanager
def uploading(
    stack: Stack, images: ImageClient, held: HeldProxy, large: Path, program: Program
) -> Iterator[tuple[Run, psutil.Process, psutil.Process]]:
    stack.configure(endpoint_override=held.url)
    run = Run(stack, program)
    assert held.begun.wait(SOON)
    images.wait(left(images, large)[0].id, until=["saving"], timeout=SOON)
    cli, plugin = processes()
    try:
        yield run, cli, plugin
    finally:
        for process in (cli, plugin):
            with suppress(psutil.NoSuchProcess):
                process.kill()


def left(images: ImageClient, large: Path) -> list[Record]:
    return list(images.list(name=large.name))
