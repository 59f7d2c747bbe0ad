"""No name that a user writes is dropped silently; messages have the words of the place (design rule 11, case K9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import Image, Provider, get_image
from tests.engine.stack import Stack
from tests.support.http_server import Answer
from tests.support.identity_server import keystone_and

from .stack import Program

pytestmark = pytest.mark.engine_only

EMPTY = Answer(200, {"images": []})


def one_line(said: str, words: str) -> str:
    """The one line of what the CLI said that holds `words`."""
    assert "Traceback" not in said
    return next(line for line in said.splitlines() if words in line)


def declare() -> None:
    Image("noble")


def look_up() -> None:
    get_image(name="noble")


@pytest.mark.parametrize("program", [declare, look_up])
@pytest.mark.parametrize(("written", "meant"), [("regoin", "region"), ("authUrl", "auth_url"), ("Cloud", "cloud")])
def test_a_key_that_nobody_reads_stops_the_preview_and_names_the_near_one(
    stack: Stack, program: Program, written: str, meant: str
) -> None:
    stack.configure(**{written: "x"})

    said = stack.failure(lambda: stack.preview(program))

    assert one_line(said, f"there is no configuration key ecl:{written} (did you mean ecl:{meant}?)")


def test_a_flag_that_is_none_stops_the_preview(stack: Stack) -> None:
    stack.configure(showPatch="nonsense")

    assert one_line(stack.failure(lambda: stack.preview(declare)), "ecl:showPatch is 'nonsense'")


@pytest.mark.parametrize("explicit", [False, True])
def test_a_region_to_choose_is_named_as_it_is_written(tmp_path: Path, explicit: bool) -> None:
    stack = Stack(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path)})
    user = {"username": "u", "password": "p", "user_domain_id": "d", "project_id": "P"}
    with keystone_and(EMPTY, places={"jp1": "/jp1", "jp2": "/jp2"}) as (server, _identity):
        given: dict[str, Any] = {**user, "auth_url": f"{server.url}/v3"}
        if not explicit:
            stack.configure(**given)

        def program() -> None:
            Image("noble", ResourceOptions(provider=Provider("tenant", **given)) if explicit else None)

        said = stack.failure(lambda: stack.up(program))

    wanted = "set region= of the Provider 'tenant'" if explicit else "set ecl:region"
    assert one_line(said, f"the image service is in several: jp1, jp2; {wanted}")
