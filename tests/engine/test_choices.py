"""A service that makes something else of declared values, as the user meets it; and what is for administrators only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions
from pulumi import ResourceOptions as Options

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.support.between import Between
from tests.support.http_server import Answer, Call

from .stack import Program, Stack, changes


@pytest.fixture
def between(cloud: LocalCloud, stack: Stack) -> Iterator[Between]:
    with Between(cloud.image_url) as proxy:
        stack.configure(endpoint_override=proxy.url)
        yield proxy
        proxy.meddle = lambda _: None
        stack.destroy()


def declare(iso: Path, opts: ResourceOptions | None = None, **more: Any) -> Program:
    return lambda: Image("noble", opts, local_file_path=str(iso), **more) and None


def keeping(between: Between, **fields: Any) -> None:
    """Answer every record with these fields in place of its own."""

    def meddle(call: Call) -> Answer | None:
        if call.method == "DELETE" or "/v2/images" not in call.path or call.path.endswith("/file"):
            return None
        answer = between.hand_on(call)
        record = json.loads(answer.content()) if answer.status in (200, 201) else {}
        return Answer(answer.status, {**record, **fields}, answer.headers) if "id" in record else answer

    between.meddle = meddle


def one_line(said: str, words: str) -> str:
    assert "Traceback" not in said
    return next(line for line in said.splitlines() if words in line)


def test_what_the_service_keeps_is_told_before_any_data_goes_and_the_ways_out_work(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    wish, kept = {"os_version": "24.04 LTS"}, {"os_version": "24.04"}
    keeping(between, **kept)

    said = stack.failure(lambda: stack.up(declare(iso, properties=wish)))
    made = [call for call in between.asked() if not call.startswith("GET")]
    none = stack.resources()
    done = stack.up(declare(iso, properties=kept))
    changed = stack.failure(lambda: stack.up(declare(iso, properties=wish)))
    patches = between.asked().count("PATCH /v2/images/ID")
    stack.up(declare(iso, Options(ignore_changes=["properties.os_version"]), properties=wish))

    line = one_line(said, "keeps properties.os_version '24.04', not the declared '24.04 LTS'")
    assert "ignore_changes=['properties.os_version']" in line
    assert made == ["POST /v2/images", "DELETE /v2/images/ID"]
    assert none == {}
    assert changes(done)["create"] >= 1
    assert one_line(changed, "keeps properties.os_version '24.04', not the declared '24.04 LTS'")
    assert patches == 1
    assert between.asked().count("PATCH /v2/images/ID") == 1


def test_another_spelling_of_numbers_and_booleans_is_no_change(
    between: Between, stack: Stack, images: ImageClient, iso: Path, cloud: LocalCloud
) -> None:
    hides: dict[str, Any] = {} if cloud.state.ecl else {"os_hidden": False}  # Image API 2.6 has no such field
    keeping(between, min_ram="512", protected="false", **{name: str(value) for name, value in hides.items()})
    program = declare(iso, min_ram=512, protected=False, **hides)

    stack.up(program)
    stack.refresh()
    quiet = stack.up(program)

    assert "update" not in changes(quiet)
    assert "PATCH /v2/images/ID" not in between.asked()


def test_a_secret_that_the_service_rewrites_is_not_told(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    keeping(between, key="HUNTER2")

    said = stack.failure(
        lambda: stack.up(
            lambda: (
                Image("noble", local_file_path=str(iso), properties=pulumi.Output.secret({"key": "hunter2"})) and None
            )
        )
    )

    assert "hunter2" not in said.lower()
    assert one_line(said, "keeps another properties.key than the declared [secret]")


def test_public_is_told_to_be_for_administrators(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    said = stack.failure(lambda: stack.up(declare(iso, visibility="public")))
    made = between.asked()
    stack.up(declare(iso, visibility="shared"))
    changed = stack.failure(lambda: stack.up(declare(iso, visibility="public")))

    assert made[-1] == "POST /v2/images"
    for heard in (said, changed):
        assert one_line(heard, "is for administrators, by the cloud's policy publicize_image: use 'shared'")
    assert one_line(changed, "refused: replace /visibility 'public'")


def test_an_uploaded_image_stays_in_the_state_when_a_field_changes_after_the_upload(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    def meddle(call: Call) -> Answer | None:
        if "PUT /v2/images/ID/file" not in between.asked() or call.method not in ("GET", "PATCH"):
            return None
        keeping(between, min_disk=10)
        return between.meddle(call)

    between.meddle = meddle

    said = stack.failure(lambda: stack.up(declare(iso, min_disk=5)))
    left = stack.resources()["noble"]
    again = stack.failure(lambda: stack.up(declare(iso, min_disk=5)))
    done = stack.up(declare(iso, min_disk=10))

    assert "has its data, is kept and recorded" in one_line(said, "keeps min_disk 10, not the declared 5")
    assert one_line(again, "keeps min_disk 10, not the declared 5")
    assert images.get(left["id"]).status == "active"
    assert stack.resources()["noble"]["id"] == left["id"]
    assert changes(done).keys().isdisjoint({"create", "replace"})
    assert between.asked().count("PUT /v2/images/ID/file") == 1


def test_a_long_secret_that_is_one_no_more_is_told_neither_whole_nor_in_part(
    between: Between, stack: Stack, images: ImageClient, iso: Path
) -> None:
    secret = "hunter2" * 20
    stack.up(
        lambda: Image("noble", local_file_path=str(iso), properties=pulumi.Output.secret({"key": secret})) and None
    )
    keeping(between, key=secret)

    said = stack.failure(lambda: stack.up(declare(iso, properties={"key": "plain"})))

    assert "hunter2" not in said
    assert one_line(said, "keeps another properties.key than the declared")
