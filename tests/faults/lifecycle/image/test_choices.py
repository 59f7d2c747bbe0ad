"""A service that makes something else of declared values: said before any data goes, and never fought (case K16a)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import Forbidden, ImageServiceError, ServerError
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.failures import Failed, Partial, Unsettled
from ecl_pulumi_images.lifecycle.image.adopt import adopt
from ecl_pulumi_images.lifecycle.image.create import create
from ecl_pulumi_images.lifecycle.image.update import update
from ecl_pulumi_images.lifecycle.plan.planner import plan
from tests.support.service import Service, client_of, refusal

Rewrite = Callable[[dict[str, Any]], dict[str, Any]]
ID = "0f6c3a52-53c6-4b1e-9a3e-2f8d3b8f4f0e"


class Choosing(Service):
    """A service that answers every record as `rewrite` makes of it."""

    def __init__(self, rewrite: Rewrite) -> None:
        super().__init__()
        self.rewrite = rewrite

    def _answer(self, method: str, path: str, body: Any) -> tuple[str, Any]:
        status, answer = super()._answer(method, path, body)
        return status, self.rewrite(dict(answer)) if isinstance(answer, dict) and "id" in answer else answer


def keeping(**fields: Any) -> Rewrite:
    return lambda image: {**image, **{key: value for key, value in fields.items() if key in image}}


def hiding(key: str) -> Rewrite:
    return lambda image: {name: value for name, value in image.items() if name != key}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "raw"
    path.write_bytes(b"data" * 1024)
    return path


def made(service: Service, file: Path, **declared: Any) -> Any:
    given = {"name": "x", "local_file_path": str(file), "content_hash": content_hash(file), **declared}
    inputs, failures = check(given)
    assert failures == []
    with client_of(service) as images:
        return create(images, inputs, Conditions(clock=service.clock))


def updated(service: Service, declared: dict[str, Any], before: dict[str, Any] | None = None, **held: Any) -> Any:
    image = service.made(**held)
    with client_of(service) as images:
        planned = plan({"status": "active", **(before or {})}, declared)
        return update(images, image.id, planned, declared, before or {}, Conditions(clock=service.clock))


CHOICES = [
    (keeping(os_version="24.04"), {"properties": {"os_version": "24.04 LTS"}}, "properties.os_version '24.04', not"),
    (keeping(tags=["lts", "noble"]), {"tags": ["LTS", "noble"]}, r"tags \['lts', 'noble'\], not the declared \['LTS'"),
    (keeping(min_disk=10), {"min_disk": 5}, "min_disk 10, not the declared 5"),
    (keeping(min_ram="1024"), {"min_ram": 512}, "min_ram 1024, not the declared 512"),
    (keeping(visibility="private"), {"visibility": "community"}, "visibility 'private', not the declared 'community'"),
    (keeping(protected="false"), {"protected": True}, "protected False, not the declared True"),
    (keeping(name="X"), {}, "name 'X', not the declared 'x'"),
    (hiding("x_inner"), {"properties": {"x_inner": "1"}}, "does not show properties.x_inner"),
    (keeping(x=None), {"properties": {"x": "1"}}, "does not show properties.x "),
]


@pytest.mark.parametrize(("rewrite", "declared", "said"), CHOICES)
def test_what_the_service_makes_of_a_value_is_said_before_any_data_goes(
    file: Path, rewrite: Rewrite, declared: dict[str, Any], said: str
) -> None:
    service = Choosing(rewrite)

    with pytest.raises(Failed, match=said) as raised:
        made(service, file, **declared)

    assert service.asked("PUT") == service.asked("PATCH") == []
    assert service.images == {}
    assert "ignore_changes" in str(raised.value)
    assert "another writer" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_under_an_id_of_the_programs_choosing_the_empty_record_is_kept_and_recorded(file: Path) -> None:
    service = Choosing(keeping(min_disk=10))

    with pytest.raises(Partial, match="keeps min_disk 10") as raised:
        made(service, file, min_disk=5, image_id=ID)

    assert not raised.value.whole
    assert service.asked() == ["POST /v2/images"]


@pytest.mark.parametrize(
    ("rewrite", "declared"),
    [
        (keeping(protected="true", min_disk="5", min_ram="512"), {"protected": True, "min_disk": 5, "min_ram": 512}),
        (keeping(protected="False"), {"protected": False}),
        (keeping(tags=["b", "a", "b"]), {"tags": ["a", "b"]}),
        (keeping(x=True, y=512), {"properties": {"x": True, "y": 512}}),
    ],
)
def test_another_spelling_of_the_same_value_is_no_difference(
    file: Path, rewrite: Rewrite, declared: dict[str, Any]
) -> None:
    service = Choosing(rewrite)

    assert made(service, file, **declared).status == "active"
    assert service.asked("PATCH") == []


def test_a_value_that_the_answer_to_the_post_leaves_out_is_looked_for(file: Path) -> None:
    service = Service()
    short = iter([True])

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "POST" and next(short, False):
            status, image = service._create(body)
            return status, {"id": image["id"], "status": "queued"}
        return None

    service.fault = fault

    assert made(service, file, min_disk=5, properties={"x": "1"}).status == "active"
    assert service.asked() == ["POST /v2/images", "GET /v2/images/ID", "PUT /v2/images/ID/file", "GET /v2/images/ID"]


@pytest.mark.parametrize(("rewrite", "declared", "said"), CHOICES)
def test_an_update_stops_at_the_first_answer_that_shows_another_value(
    rewrite: Rewrite, declared: dict[str, Any], said: str
) -> None:
    service = Choosing(rewrite)

    with pytest.raises(Unsettled, match=said):
        updated(service, {"name": "x", **declared}, name="old")

    assert len(service.asked("PATCH")) == 1


def test_a_property_that_the_service_will_not_give_up_is_said_once() -> None:
    service = Choosing(lambda image: {**image, "x": "1"})

    with pytest.raises(Unsettled, match=r"keeps properties\.x, which is to be removed"):
        updated(service, {"name": "n"}, {"name": "n", "properties": {"x": "1"}}, name="n", x="1")

    assert len(service.asked("PATCH")) == 1


def test_adopt_stops_at_the_first_answer_too() -> None:
    service = Choosing(keeping(min_disk=10))
    image = service.made(min_disk=0)

    with client_of(service) as images, pytest.raises(Failed, match="keeps min_disk 10, not the declared 5"):
        adopt(images, {"name": "n", "adopt": image.id, "min_disk": 5}, Conditions(clock=service.clock))

    assert len(service.asked("PATCH")) == 1
    assert image.id in service.images


@pytest.mark.parametrize("status", ["403 Forbidden", "500 Internal Server Error", None])
def test_an_uploaded_image_is_recorded_not_removed_for_a_difference_that_shows_later(
    file: Path, status: str | None
) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> Any:
        if method != "DELETE" and service.asked("PUT"):
            for image in service.images.values():
                image["min_disk"] = 10
        if method != "PATCH":
            return None
        return refusal(status) if status else ("200 OK", next(iter(service.images.values())))

    service.fault = fault

    with pytest.raises(Partial, match="has its data, is kept and recorded") as raised:
        made(service, file, min_disk=5)

    assert raised.value.whole
    assert raised.value.record.status == "active"
    assert len(service.images) == len(service.asked("PATCH")) == 1


@pytest.mark.parametrize("status", ["400 Bad Request", "403 Forbidden", "413 Too Large", "500 Internal Server Error"])
def test_a_refused_patch_names_its_operations_and_no_secret(status: str) -> None:
    service = Service(lambda method, *_: refusal(status, "no") if method == "PATCH" else None)
    declared = {"name": "n", "min_disk": 3, "properties": {"x/y": "ab"}, "secret_inputs": ["properties"]}

    with pytest.raises(ImageServiceError) as raised:
        updated(service, declared, name="n")

    assert "replace /min_disk 3" in str(raised.value)
    assert "add /x~1y [secret]" in str(raised.value)
    assert "'ab'" not in str(raised.value)


def test_a_409_for_ever_names_its_operations() -> None:
    service = Service(lambda method, *_: refusal("409 Conflict", "no") if method == "PATCH" else None)

    with pytest.raises(Unsettled, match="refused: replace /min_disk 3"):
        updated(service, {"min_disk": 3})


@pytest.mark.parametrize("kept", ["hunter2", "HUNTER2"])
def test_neither_a_secret_nor_what_the_service_makes_of_it_is_told(file: Path, kept: str) -> None:
    with pytest.raises(Failed, match=r"another properties\.key than the declared \[secret\]") as raised:
        made(Choosing(keeping(key=f"{kept}!")), file, properties={"key": "hunter2"}, secret_inputs=["properties"])

    assert "hunter" not in str(raised.value).lower()


@pytest.mark.parametrize(
    ("declared", "said", "hint"),
    [
        ({"visibility": "public"}, "You are not authorized to complete publicize_image action.", "for administrators"),
        ({"visibility": "public"}, "Forbidden", "publicize_image: use 'shared', or 'community'"),
        ({"visibility": "community"}, "Forbidden", "communitize_image: use 'shared'"),
        ({"owner": "p2"}, "You are not permitted to create images owned by 'p2'.", "owner is for administrators"),
        ({"properties": {"x_p": "1"}, "min_disk": 1}, "Property 'x_p' is protected", "'x_p' is not for these"),
        ({"properties": {"x_p": "1"}}, "Forbidden", "'x_p' is not for these credentials"),
    ],
)
def test_a_403_says_for_whom_the_value_is(file: Path, declared: dict[str, Any], said: str, hint: str) -> None:
    service = Service(lambda method, *_: refusal("403 Forbidden", said) if method in ("POST", "PATCH") else None)

    with pytest.raises(Forbidden, match=hint):
        updated(service, declared)
    if declared.keys() != {"properties"}:  # a POST has a name and formats, too: which of them is not told
        with pytest.raises(Forbidden, match=hint):
            made(service, file, **declared)


def test_a_bare_500_for_a_hidden_property_names_it() -> None:
    service = Service(lambda method, *_: refusal("500 Internal Server Error", "") if method == "PATCH" else None)

    with pytest.raises(ServerError, match="add /x_protected '1'"):
        updated(service, {"properties": {"x_protected": "1"}})
