"""A POST without a clear answer, at the real service: no orphan, no second image, and nothing of somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecl_pulumi_images.client import ImageClient, ImageServiceError, NotFound
from ecl_pulumi_images.lifecycle.failures import Partial
from ecl_pulumi_images.localcloud import LocalCloud
from tests.faults.lifecycle.image.post_answers import LIES, PAGE, Lying, made, through
from tests.support.between import DROP, Between, error
from tests.support.http_server import Answer, Call


def named(images: ImageClient, name: str) -> list[str]:
    return [image.id for image in images.list(name=name)]


@pytest.mark.parametrize("fault", LIES)
def test_an_image_whose_post_was_done_is_taken_up_whatever_was_answered(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, fault: str
) -> None:
    Lying(between, fault, acts=True)

    record = made(through(between, cloud), name, file, protected=True)

    assert (record.status, record.size, record.protected) == ("active", 4096, True)
    assert named(images, name) == [record.id]


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("fault", LIES)
def test_a_post_that_is_never_answered_well_leaves_one_image_or_none(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str, fault: str, acts: bool
) -> None:
    Lying(between, fault, acts=acts, times=99)

    try:
        record = made(through(between, cloud), name, file)
    except ImageServiceError:
        assert named(images, name) == []
    else:
        assert named(images, name) == [record.id]


def test_a_post_that_arrives_after_the_second_one_makes_no_second_image(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str
) -> None:
    """The client's time is over, the request still waits in the proxy, and arrives just after the second one."""
    late: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if call.method != "POST":
            return None
        if not late:
            late.append(call)
            return DROP
        between.hand_on(late[0])
        return None

    between.meddle = meddle

    record = made(through(between, cloud), name, file)

    assert record.status == "active"
    assert named(images, name) == [record.id]


def test_a_post_that_may_still_arrive_when_all_is_over_is_handed_over(
    between: Between, cloud: LocalCloud, images: ImageClient, file: Path, name: str
) -> None:
    lying = Lying(between, "timeout", acts=False, times=99)

    with pytest.raises(Partial, match="may still be made: it is recorded until") as raised:
        made(through(between, cloud, timeout=0.5), name, file)
    lying.over.set()
    posted = next(call for call in between.calls if call.method == "POST")
    between.hand_on(posted)

    assert named(images, name) == [raised.value.record.id]


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_the_service_itself_refuses_is_not_looked_for(
    between: Between, cloud: LocalCloud, file: Path, name: str, status: int
) -> None:
    between.meddle = lambda call: error(status, "no") if call.method == "POST" else None

    with pytest.raises(ImageServiceError, match="no"):
        made(through(between, cloud), name, file)

    assert between.asked() == ["POST /v2/images"]


def test_an_address_without_an_image_service_leaves_nothing_to_hand_over(
    between: Between, cloud: LocalCloud, file: Path, name: str
) -> None:
    between.meddle = lambda _: Answer(404, "<html><title>nothing here</title></html>", PAGE)

    with pytest.raises(NotFound, match="check the image endpoint"):
        made(through(between, cloud), name, file)
