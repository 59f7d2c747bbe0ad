"""Deletions: success is only reported when the image is gone, and a refusal is explained (cases E1, E3, J3)."""

from __future__ import annotations

from typing import Any

import pytest

from ecl_pulumi_images.client import CreateOpts, ImageClient, ImageServiceError
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.failures import Failed
from ecl_pulumi_images.lifecycle.image.delete import delete
from tests.support.callers import with_password
from tests.support.clock import Clock
from tests.support.http_server import Answer, HttpServer, Responder, in_turn
from tests.support.identity_server import Identity

ID = "6f1c4a52-0d6d-4d6f-9a39-5d2c1b3f7a10"
DONE = Answer(204)
GONE = Answer(404, {"message": "No image found", "code": "404 Not Found", "title": "Not Found"})
FORBIDDEN = Answer(403, {"message": "these words", "code": "403 Forbidden", "title": "Forbidden"})
IN_USE = Answer(409, {"message": "Image is in use", "code": "409 Conflict", "title": "Conflict"})
PAGE = Answer(404, "<html><title>nginx</title></html>", {"Content-Type": "text/html"})


class Deletion:
    """One deletion as project p1 of an image that `image` shows and whose DELETE gets `answers` in turn."""

    def __init__(self, *answers: Answer | None, image: dict[str, Any] | None = None) -> None:
        self.clock = Clock()
        self.asked: list[str] = []
        self.warnings: list[str] = []
        self._delete: Responder = in_turn(*answers)
        self.image = {"id": ID, "status": "active", "owner": "p1", **(image or {})}
        self.looks: list[Answer] = []  # answers to the first looks at the image, in the place of the image

    def respond(self, call: Any) -> Answer | None:
        if call.method == "DELETE":
            return self._delete(call)
        if call.path == "/v2/images":
            return Answer(200, {"images": []})
        if self.looks:
            return self.looks.pop(0)
        for change in call.json if call.method == "PATCH" else ():
            self.image[change["path"].lstrip("/")] = change["value"]
        if call.path.endswith("/deactivate"):
            self.image["status"] = "deactivated"
        return Answer(200, self.image)

    def run(self, recorded: dict[str, Any] | None = None, **how: Any) -> None:
        with HttpServer(self.respond) as service, HttpServer(Identity({}).respond) as keystone:
            state = {"endpoint": service.url, "owner": "p1", **(recorded or {})}
            try:
                images = with_password(service.url, keystone.url, self.clock)
                delete(images, ID, state, Conditions(clock=self.clock, warn=self.warnings.append, **how))
            finally:
                self.asked = [call.method for call in service.calls]


def refused(deletion: Deletion, recorded: dict[str, Any] | None = None, **how: Any) -> str:
    with pytest.raises(Failed) as raised:
        deletion.run(recorded, **how)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_a_deletion_is_one_request() -> None:
    deletion = Deletion(DONE)
    deletion.run()

    assert deletion.asked == ["DELETE"]


@pytest.mark.parametrize("answer", [Answer(202), Answer(200), Answer(200, {"ok": True})])
def test_an_answer_that_does_not_say_that_the_image_is_deleted_is_looked_at(answer: Answer) -> None:
    """Glance says 204; Enterprise Cloud also 202, which is no promise."""
    deletion = Deletion(answer)
    deletion.looks = [GONE]
    deletion.run()

    assert deletion.asked == ["DELETE", "GET"]


@pytest.mark.parametrize("answer", [Answer(202), Answer(200)])
def test_an_image_that_is_there_for_all_that_was_answered_is_deleted_again(answer: Answer) -> None:
    deletion = Deletion(answer, DONE)
    deletion.run()

    assert deletion.asked == ["DELETE", "GET", "DELETE"]


def test_an_image_that_stays_whatever_is_answered_is_not_called_deleted() -> None:
    with pytest.raises(ImageServiceError, match="as if it were deleted, but it is still there"):
        Deletion(Answer(200)).run()


def test_an_image_that_a_lagging_replica_does_not_know_is_deleted_all_the_same() -> None:
    deletion = Deletion(GONE, DONE)
    deletion.run()

    assert deletion.asked == ["DELETE", "GET", "GET", "DELETE"]
    assert sum(deletion.clock.slept) == 1


def test_an_image_in_use_is_tried_again_until_what_uses_it_is_gone() -> None:
    deletion = Deletion(IN_USE, IN_USE, DONE)
    deletion.run()

    assert deletion.asked == ["DELETE", "GET", "DELETE", "GET", "DELETE"]
    assert 0 < sum(deletion.clock.slept) < 5


@pytest.mark.parametrize(("timeout", "until"), [(None, 60), (600, 600), (1, 1)])
def test_an_image_in_use_for_ever_is_an_error_at_the_timeout(timeout: float | None, until: float) -> None:
    deletion = Deletion(IN_USE)
    said = refused(deletion, timeout=timeout)

    assert f"image {ID} is in use by volumes or servers" in said
    assert "Image is in use" in said
    assert until <= sum(deletion.clock.slept) < until + 1


def test_waiting_for_an_image_in_use_ends_when_nobody_wants_it_any_more() -> None:
    deletion = Deletion(IN_USE)
    refused(deletion, cancelled=lambda: deletion.clock.now > 1_000_010)

    assert sum(deletion.clock.slept) < 12


@pytest.mark.parametrize(
    ("way", "image", "left"),
    [
        ("hide", {"os_hidden": False}, {"os_hidden": True}),
        ("hide", {"name": "noble"}, {"name": "noble (superseded)"}),
        ("deactivate", {}, {"status": "deactivated"}),
    ],
)
def test_an_image_in_use_is_taken_out_of_sight_at_the_timeout_if_the_program_says_so(
    way: str, image: dict[str, Any], left: dict[str, Any]
) -> None:
    """Case E1; a service without `os_hidden` is older than Image API 2.7."""
    deletion = Deletion(IN_USE, image=image)
    deletion.run({"on_in_use": way})

    assert {key: deletion.image[key] for key in left} == left
    assert 60 <= sum(deletion.clock.slept) < 61
    [warning] = deletion.warnings
    assert f"image {ID} is in use by volumes or servers" in warning
    assert "forgotten, not deleted: delete it by hand" in warning


def test_an_image_that_becomes_free_in_time_is_deleted_whatever_the_program_says_of_one_in_use() -> None:
    deletion = Deletion(IN_USE, DONE)
    deletion.run({"on_in_use": "hide"})

    assert deletion.asked == ["DELETE", "GET", "DELETE"]
    assert deletion.warnings == []


def test_a_protected_image_in_use_is_unprotected_and_hidden_when_the_program_says_both() -> None:
    deletion = Deletion(FORBIDDEN, IN_USE, image={"protected": True, "os_hidden": False})
    deletion.run({"on_in_use": "hide", "force_destroy": True})

    assert (deletion.image["protected"], deletion.image["os_hidden"]) == (False, True)


def test_nothing_is_hidden_when_nobody_waits_any_more() -> None:
    deletion = Deletion(IN_USE, image={"os_hidden": False})
    refused(deletion, {"on_in_use": "hide"}, cancelled=lambda: True)

    assert deletion.image["os_hidden"] is False


def test_an_image_that_is_already_gone_counts_as_deleted() -> None:
    deletion = Deletion(GONE)
    deletion.looks = [GONE]
    deletion.run()

    assert deletion.asked == ["DELETE", "GET", "GET"]


@pytest.mark.parametrize("answer", [FORBIDDEN, IN_USE])
def test_an_image_on_its_way_out_counts_as_deleted(answer: Answer) -> None:
    """Delayed deletion: it can neither be used nor deleted again."""
    Deletion(answer, image={"status": "pending_delete"}).run()


def test_a_404_to_another_projects_eyes_is_no_success() -> None:
    said = refused(Deletion(GONE), {"owner": "PRJ-A"})

    assert "was not found by project p1, but it belongs to project PRJ-A" in said


def test_a_proxys_404_is_no_success() -> None:
    assert "did not come from the image service" in refused(Deletion(PAGE))


@pytest.mark.parametrize("status", [401, 500, 503])
def test_any_other_refusal_is_no_success(status: int) -> None:
    with pytest.raises(ImageServiceError, match=str(status)):
        Deletion(Answer(status)).run()


def test_a_protected_image_stays_and_the_way_out_is_told() -> None:
    deletion = Deletion(FORBIDDEN, image={"protected": True})
    said = refused(deletion)

    assert "is protected: set protected=False" in said
    assert "force_destroy=True" in said
    assert "PATCH" not in deletion.asked


def test_a_protected_image_is_unprotected_only_as_declared() -> None:
    deletion = Deletion(FORBIDDEN, DONE, image={"protected": True})
    deletion.run({"force_destroy": True})

    assert [method for method in deletion.asked if method != "GET"] == ["DELETE", "PATCH", "DELETE"]


def test_a_refusal_because_of_the_owner_names_both_projects() -> None:
    said = refused(Deletion(FORBIDDEN, image={"owner": "PRJ-A"}))

    assert "these words" in said
    assert "belongs to project PRJ-A" in said
    assert "p1" in said


def test_a_refusal_by_the_clouds_policy_says_so_in_its_own_words() -> None:
    said = refused(Deletion(FORBIDDEN))

    assert "these words" in said
    assert "the cloud's policy" in said


def test_an_adopted_image_of_another_project_is_forgotten_and_the_user_told() -> None:
    deletion = Deletion(DONE)
    deletion.run({"adopt": ID, "owner": "PRJ-A"})

    assert deletion.asked == []
    assert "adopted from project PRJ-A: it is forgotten, not deleted" in deletion.warnings[0]


def test_another_tenants_image_is_explained_by_the_real_service(images: ImageClient, images2: ImageClient) -> None:
    """Case J3: Glance 33 answers 403 to a member, and to whoever sees a community image."""
    image = images2.create(CreateOpts(name="theirs", visibility="community"))
    state = {"endpoint": images.endpoint, "owner": image.owner}

    with pytest.raises(Failed, match=f"belongs to project {image.owner}"):
        delete(images, image.id, state, Conditions())

    images2.delete(image.id)
