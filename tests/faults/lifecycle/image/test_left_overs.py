"""What a failed creation leaves behind: nothing, or an image that is handed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import Cancelled, ImageClient, ImageServiceError, TooLarge
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Partial
from ecl_pulumi_images.lifecycle.image.create import create
from tests.faults.lifecycle.image.creations import made
from tests.support.service import Service, client_of, refusal


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_to_the_post_makes_neither_two_images_nor_none(file: Path, done: bool) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "POST" and len(service.calls) == 1:
            if done:
                service._create(body)
            return refusal("504 Gateway Timeout")
        return None

    service.fault = fault

    record = made(service, file)

    assert list(service.images) == [record.id]
    assert service.asked("POST") == ["POST /v2/images"] * (1 if done else 2)


def test_a_record_that_may_be_there_and_cannot_be_looked_up_is_removed(file: Path) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "POST":
            service._create(body)
        if method == "DELETE":
            service.images.clear()
            return "204 No Content", None
        return refusal("502 Bad Gateway")

    service.fault = fault

    with pytest.raises(ImageServiceError, match="502"):
        made(service, file)

    assert service.images == {}


def test_a_record_that_may_be_there_and_cannot_be_removed_is_handed_over(file: Path) -> None:
    service = Service(lambda *_: refusal("502 Bad Gateway"))

    with pytest.raises(Partial, match="could not be removed either") as raised:
        made(service, file)

    assert raised.value.record.id == service.calls[0][2]["id"]


def test_a_service_that_is_not_there_leaves_nothing_to_hand_over(file: Path) -> None:
    service = Service()
    inputs, _ = check({"name": "x", "local_file_path": str(file)})
    with client_of(service) as images:
        gone = images  # the address is known, the server has ended

    with pytest.raises(ImageServiceError, match="cannot connect") as raised:
        create(gone, inputs, Conditions())

    assert not isinstance(raised.value, Partial)


def test_a_half_made_image_that_cannot_be_removed_is_handed_over_with_both_reasons(file: Path) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> Any:
        words = {
            "PUT": refusal("413 Request Entity Too Large", "over quota"),
            "DELETE": refusal("409 Conflict", "busy"),
        }
        return words.get(method)

    service.fault = fault

    with pytest.raises(Partial) as raised:
        made(service, file)

    said = str(raised.value)
    assert [raised.value.record.id] == list(service.images)
    assert said.index("over quota") < said.index(f"{raised.value.record.id} could not be removed") < said.index("busy")


def test_a_half_made_image_that_somebody_else_removed_is_none(file: Path) -> None:
    service = Service()

    def fault(method: str, path: str, body: Any) -> Any:
        if method == "PUT":
            service.images.clear()
            return refusal("410 Gone", "deleted meanwhile")
        return None

    service.fault = fault

    with pytest.raises(ImageServiceError, match="deleted meanwhile") as raised:
        made(service, file)

    assert not isinstance(raised.value, Partial)


def test_a_half_made_image_that_the_end_of_its_upload_protects_again_is_removed_all_the_same(file: Path) -> None:
    """Case B1: the service writes the image as it was when the upload began, over what was changed meanwhile."""
    service = Service()
    undone: list[str] = []

    def fault(method: str, path: str, _: Any) -> Any:
        if method == "DELETE" and len(undone) < 2:
            undone.append(path)
            service.images[path.rsplit("/", 1)[1]]["protected"] = True
            return refusal("403 Forbidden", "protected")
        return refusal("413 Request Entity Too Large", "quota") if path.endswith("/file") else None

    service.fault = fault

    with pytest.raises(TooLarge):
        made(service, file, protected=True)

    assert service.images == {}
    assert len(undone) == 2


def test_an_upload_to_the_real_service_that_is_cut_leaves_no_image_though_it_is_protected(
    images: ImageClient, tmp_path: Path
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as sparse:
        sparse.truncate(256 << 20)
    seen: list[str] = []

    def progress(sent: int, total: int | None) -> None:
        if sent > 32 << 20 and not seen:
            seen.append(_status(images))

    inputs, _ = check({"name": "cut-and-protected", "local_file_path": str(large), "protected": True})

    with pytest.raises(Cancelled):
        create(images, inputs, Conditions(progress=progress, cancelled=lambda: bool(seen)))

    assert seen == ["saving"]
    assert [image.id for image in images.list(name="cut-and-protected")] == []


def _status(images: ImageClient) -> str:
    return next(iter(images.list(name="cut-and-protected"))).status
