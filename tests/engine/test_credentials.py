"""Credentials that were renewed, and a configuration that speaks for another tenant than the state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import Image, Provider
from ecl_pulumi_images.localcloud import LocalCloud
from tests.engine.tenants import settings
from tests.support.between import Between
from tests.support.http_server import Answer

from .stack import Stack

pytestmark = pytest.mark.engine_only

REFUSED = Answer(401, {"error": {"code": 401, "message": "no longer", "title": "Unauthorized"}})
WAY = "when its credentials have changed since, add --run-program"


@pytest.fixture
def keystone(cloud: LocalCloud) -> Iterator[Between]:
    """The identity service, which may be told to refuse a password."""
    with Between(cloud.auth_url.removesuffix("/v3")) as filtering:
        yield filtering


def declare() -> None:
    Image("noble")


@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("act", ["refresh", "destroy"])
def test_a_password_that_was_renewed_in_the_configuration_is_no_riddle(
    cloud: LocalCloud, keystone: Between, stack: Stack, act: str, explicit: bool
) -> None:
    given = settings(cloud, "demo1") | {"auth_url": f"{keystone.url}/v3"}
    if not explicit:
        stack.configure(**given)
    stack.up(lambda: Image("noble", ResourceOptions(provider=Provider("one", **given)) if explicit else None) and None)
    keystone.meddle = lambda call: REFUSED if call.method == "POST" else None

    said = stack.failure(getattr(stack, act))

    assert WAY in next(line for line in said.splitlines() if "401" in line)
    keystone.meddle = lambda _: None


def test_credentials_of_the_environment_are_todays_and_need_no_other_way(keystone: Between, stack: Stack) -> None:
    stack.up(declare)
    stack.configure(auth_url=f"{keystone.url}/v3")
    stack.up(declare)
    keystone.meddle = lambda call: REFUSED if call.method == "POST" else None

    said = stack.failure(stack.refresh)

    assert "401" in said
    assert WAY not in said
    keystone.meddle = lambda _: None


def several() -> None:
    for number in range(3):
        Image(f"noble{number}")


def test_another_cloud_than_in_the_state_is_warned_of_once(stack: Stack) -> None:
    stack.configure(cloud="demo1")
    stack.up(several)
    quiet, _ = stack.preview(several)
    stack.configure(cloud="demo2")

    planned, said = stack.preview(several, diff=False)

    assert planned == quiet
    assert "made by project demo1, but the configuration is for project demo2" in said
    assert (
        len([line for line in said.splitlines() if line.endswith("):") and "noble" in line]) == 1
    )  # one resource in Diagnostics
    stack.configure(cloud="demo1")
    assert "but the configuration is for" not in stack.preview(several, diff=False)[1]


def test_a_connection_that_is_not_verified_is_warned_of_once(stack: Stack) -> None:
    stack.configure(insecure="true")

    said = stack.up(several).stdout.partition("Diagnostics:")[2]

    assert said.count("ecl:insecure: certificates are not verified") == 1
