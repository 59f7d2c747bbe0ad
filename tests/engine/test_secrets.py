"""A planted secret stands neither in the state nor in anything that a user reads, however a run ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions as Options
from pulumi import ResourceTransformationResult, ResourceTransformResult

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.stack import changes
from tests.support.between import Between, Meddle, error
from tests.support.publisher import PASSWORD, USER, Publisher

from .stack import Program, Stack

pytestmark = pytest.mark.engine_only

SECRET = "hunter2-of-nobody"


@pytest.fixture
def between(cloud: LocalCloud) -> Iterator[Between]:
    with Between(cloud.image_url) as filtering:
        yield filtering


@pytest.fixture
def behind(between: Between, stack: Stack) -> Iterator[Stack]:
    stack.configure(endpoint_override=between.url, showPatch="true")
    yield stack
    between.meddle = lambda _: None


def declare(*options: Any, **arguments: Any) -> Program:
    def program() -> None:
        made = {name: value() if callable(value) else value for name, value in arguments.items()}
        Image("noble", *options, **made)

    return program


def hidden() -> dict[str, Any]:
    return {"token": pulumi.Output.secret(SECRET), "plain": "x"}


def quoting(method: str) -> Meddle:
    """A service that refuses with the words it was sent."""
    return lambda call: error(400, f"'{SECRET}' is not what I want") if call.method == method else None


@pytest.mark.parametrize("properties", [hidden, lambda: pulumi.Output.secret({"token": SECRET})])
def test_a_service_that_quotes_a_secret_does_not_show_it(behind: Stack, between: Between, properties: Any) -> None:
    between.meddle = quoting("POST")
    made = behind.failure(lambda: behind.up(declare(properties=properties)))
    between.meddle = lambda _: None
    behind.up(declare(properties={"token": "a"}))
    between.meddle = quoting("PATCH")
    changed = behind.failure(lambda: behind.up(declare(properties=properties)))

    assert "'[secret]' is not what I want" in made
    assert "'[secret]' is not what I want" in changed
    assert SECRET not in made + changed + behind.state_text()


@pytest.mark.parametrize("now", [{"properties": {"plain": "x"}}, {}, {"properties": {"token": "b"}}])
def test_an_update_that_takes_a_secret_away_and_fails_leaves_it_encrypted_in_the_state(
    behind: Stack, between: Between, images: ImageClient, now: Any
) -> None:
    behind.up(declare(properties=hidden))
    between.meddle = lambda call: error(500, "not today") if call.method == "GET" else None
    said = behind.failure(lambda: behind.up(declare(**now)))
    failed = behind.state_text()
    between.meddle = lambda _: None
    said += behind.refresh().stdout + behind.up(declare(**now)).stdout

    assert "not today" in said
    assert SECRET not in failed + said + behind.state_text()
    assert changes(behind.up(declare(**now))) == {}


def test_a_secret_that_is_ignored_and_no_secret_in_the_program_any_more_is_not_shown(
    behind: Stack, images: ImageClient
) -> None:
    behind.up(declare(properties=hidden))
    images.update(behind.resources()["noble"]["id"], [])
    ignoring = declare(Options(ignore_changes=["properties"]), properties={"token": "b"}, tags=["a"])

    _, planned = behind.preview(ignoring, diff=False)
    said = planned + behind.up(ignoring).stdout

    assert '"path": "/tags"' in said
    assert SECRET not in said + behind.state_text()


@pytest.mark.parametrize("kind", ["transformations", "transforms"])
def test_a_password_that_a_transformation_gives_is_encrypted_in_the_state(
    behind: Stack, images: ImageClient, iso: Path, kind: str
) -> None:
    result = ResourceTransformResult if kind == "transforms" else ResourceTransformationResult
    with Publisher({"a": iso.read_bytes()}) as web:
        source = {"image_source_url": web.url("private/a"), "image_source_username": USER}
        given = {**source, "image_source_password": PASSWORD}
        giving: dict[str, Any] = {kind: [lambda args: result({**args.props, **given}, args.opts)]}
        opts = Options(**giving)
        said = behind.up(declare(opts)).stdout + behind.refresh().stdout
        again = behind.up(declare(opts))

    assert images.get(behind.resources()["noble"]["id"]).status == "active"
    assert changes(again) == {}
    assert PASSWORD not in said + behind.state_text()


def test_a_secret_path_and_name_show_in_no_failure(behind: Stack, between: Between, iso: Path) -> None:
    path = iso.rename(iso.with_name(f"{SECRET}.iso"))
    program = declare(
        name=lambda: pulumi.Output.secret(SECRET), local_file_path=lambda: pulumi.Output.secret(str(path))
    )
    between.meddle = lambda call: error(413, f"{SECRET} is too large") if call.method == "PUT" else None
    said = behind.failure(lambda: behind.up(program))
    between.meddle = lambda _: None
    behind.up(program)
    path.unlink()
    said += behind.failure(lambda: behind.preview(program))

    assert "is too large" in said
    assert SECRET not in said + behind.state_text()
