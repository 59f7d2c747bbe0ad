"""A creation that a program's ErrorHook tries again is never taken for done while the image has no data."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pytest

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import Between, error

from .stack import Stack

pytestmark = pytest.mark.engine_only


def test_a_half_made_image_is_no_success_when_a_hook_tries_again_and_the_next_run_mends_it(
    stack: Stack, cloud: LocalCloud, images: ImageClient, iso: Path
) -> None:
    asked = []

    def again(_: object) -> bool:
        asked.append(True)
        return len(asked) == 1

    def program() -> None:
        hook = pulumi.ErrorHook("again", again)
        options = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(on_error=[hook]))
        Image("noble", options, local_file_path=str(iso))

    refusals = {"PUT": error(413, "over quota"), "DELETE": error(500, "not today")}
    with Between(cloud.image_url) as between:
        between.meddle = lambda call: refusals.get(call.method)
        stack.configure(endpoint_override=between.url)
        said = stack.failure(lambda: stack.up(program))
        left = stack.resources()["noble"]["id"]
        refusals.clear()
        stack.up(program)
        made = images.get(stack.resources()["noble"]["id"])
        stack.destroy()

    assert len(asked) == 2
    assert f"image {left} was left half made: run `pulumi up` again, which makes it anew" in said
    assert (made.status, made.id == left) == ("active", False)
