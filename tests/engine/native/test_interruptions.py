"""The engine tells a plugin of the first interruption: the upload ends, and nothing is left."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil

from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.native.resources import Image
from tests.engine.interruptions import SOON, left, uploading
from tests.engine.stack import Stack
from tests.support.held import HeldProxy


def test_the_first_interruption_ends_the_upload_and_removes_the_half_made_image(
    held: HeldProxy, stack: Stack, images: ImageClient, large: Path
) -> None:
    def program() -> None:
        Image("noble", name=large.name, local_file_path=str(large))

    with uploading(stack, images, held, large, program) as (run, cli, plugin):
        cli.send_signal(signal.SIGINT)
        said = str(run.end())
        _, alive = psutil.wait_procs([cli, plugin], timeout=SOON)

    assert not held.go_on.is_set()  # the upload could not have gone to its end
    assert alive == []
    assert left(images, large) == []
    assert stack.resources() == {}
    assert "pending_operations" not in stack.state_text()
    assert "Traceback" not in said
    held.go_on.set()
    stack.up(program)
    assert [image.status for image in left(images, large)] == ["active"]
