"""Explicit providers: several tenants in one program, each with its own settings."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions

from ecl_pulumi_images import Image, Provider
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack, changes
from .tenants import provider, settings

pytestmark = pytest.mark.engine_only


def two_tenants(cloud: LocalCloud, first: Any = None) -> Program:
    def program() -> None:
        Image("mine", ResourceOptions(provider=Provider("one", **(first or settings(cloud, "demo1")))))
        Image("theirs", ResourceOptions(provider=provider(cloud, "demo2", "two")))

    return program


def test_two_tenants_in_one_program_each_get_their_image(
    stack: Stack, images: ImageClient, images2: ImageClient, cloud: LocalCloud
) -> None:
    stack.up(two_tenants(cloud))
    again = stack.up(two_tenants(cloud))
    refreshed = stack.refresh()
    found = stack.resources()

    assert images.get(found["mine"]["id"]).owner == cloud.projects["demo1"]
    assert images2.get(found["theirs"]["id"]).owner == cloud.projects["demo2"]
    assert changes(again) == changes(refreshed) == {}

    stack.destroy()
    assert found["theirs"]["id"] not in {image.id for image in images2.list()}


def test_passwords_are_encrypted_in_the_state_and_shown_nowhere(stack: Stack, cloud: LocalCloud) -> None:
    planned, shown = stack.preview(two_tenants(cloud))
    done = stack.up(two_tenants(cloud))

    assert planned["create"] == 5
    for text in (shown, done.stdout, done.stderr, stack.state_text()):
        assert "demo1pw" not in text
        assert "demo2pw" not in text


def test_a_named_cloud_is_settings_enough(stack: Stack, images2: ImageClient, cloud: LocalCloud) -> None:
    stack.up(two_tenants(cloud, {"cloud": "demo2"}))

    assert images2.get(stack.resources()["mine"]["id"]).owner == cloud.projects["demo2"]


def test_an_explicit_provider_takes_no_stack_configuration(
    stack: Stack, images2: ImageClient, cloud: LocalCloud
) -> None:
    stack.configure(username="nobody", password="nothing", auth_url=cloud.auth_url)  # would fail, if it were taken

    stack.up(two_tenants(cloud))

    assert images2.get(stack.resources()["theirs"]["id"]).status == "queued"


def test_settings_may_be_outputs_and_secrets(stack: Stack, images2: ImageClient, cloud: LocalCloud) -> None:
    def program() -> None:
        given = settings(cloud, "demo2")
        given["password"] = pulumi.Output.secret(given["password"])
        given["username"] = pulumi.Output.from_input(given["username"])
        Image("theirs", ResourceOptions(provider=Provider("two", **given, uploads=2, show_patch=True)))

    done = stack.up(program)

    assert images2.get(stack.resources()["theirs"]["id"]).owner == cloud.projects["demo2"]
    assert "demo2pw" not in done.stdout + stack.state_text()


def test_wrong_credentials_are_one_line_without_the_password(stack: Stack, cloud: LocalCloud) -> None:
    def program() -> None:
        wrong = settings(cloud, "demo2") | {"password": "not-this-one"}
        Image("theirs", ResourceOptions(provider=Provider("two", **wrong)))

    said = stack.failure(lambda: stack.up(program))

    assert "401" in said
    assert "Traceback" not in said
    assert "not-this-one" not in said


def test_a_name_that_is_no_setting_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match=r"Provider has no setting 'user_name': did you mean username\?"):
        Provider("one", user_name="demo1")
