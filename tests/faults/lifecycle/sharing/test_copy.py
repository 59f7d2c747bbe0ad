"""Orders of a copy without a clear answer: one image in the other project, whatever was answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from ecl_pulumi_images.acts.copy import CopyKind
from ecl_pulumi_images.acts.kind import ActFailed
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.localcloud import LocalCloud
from tests.faults.lifecycle.image.post_answers import LIES
from tests.support.between import Between
from tests.support.callers import through
from tests.support.http_server import Answer, Call
from tests.support.one_resource import OneResource

JOBS = "/v2/extension/image_replicator/jobs"
FAULTS = [lie for lie in LIES if lie != "201 and another image"]
SENT_AGAIN = {"401 of a proxy", "429"}  # by the transport: who answers so has not done anything


@pytest.fixture(scope="module")
def enterprise() -> Iterator[LocalCloud]:
    with LocalCloud(ecl=True) as cloud:
        yield cloud


@pytest.fixture
def proxy(enterprise: LocalCloud) -> Iterator[Between]:
    with Between(enterprise.image_url) as between:
        yield between


@pytest.fixture
def owner(enterprise: LocalCloud, proxy: Between) -> ImageClient:
    return through(enterprise, "demo1", proxy.url)


@pytest.fixture
def theirs(enterprise: LocalCloud) -> ImageClient:
    return through(enterprise, "demo2", enterprise.image_url)


@pytest.fixture
def declared(proxy: Between, owner: ImageClient, theirs: ImageClient) -> Iterator[dict[str, str]]:
    """The inputs of a copy of an image with data."""
    record = owner.create(CreateOpts(name=f"copied-{uuid4()}", disk_format="raw", container_format="bare"))
    owner.upload(record.id, b"data")
    yield {"image_id": record.id, "tenant_id_dst": str(theirs.project_id)}
    proxy.meddle = lambda _: None
    for images in (owner, theirs):
        for one in images.list(name=record.name):
            images.delete(one.id)


def lying(proxy: Between, fault: str, *, acts: bool, then: Callable[[Call], Answer | None] = lambda _: None) -> None:
    """Have the first order of a copy answered by a lie, and what comes after it by `then`."""
    posts: list[Call] = []

    def meddle(call: Call) -> Answer | None:
        if posts:
            return then(call)
        if (call.method, call.path) != ("POST", JOBS):
            return None
        posts.append(call)
        return LIES[fault](proxy.hand_on(call) if acts else Answer(202, {"job_id": str(uuid4())}))

    proxy.meddle = meddle


def copies(theirs: ImageClient, owner: ImageClient, declared: dict[str, str]) -> int:
    return len(list(theirs.list(name=str(owner.get(declared["image_id"]).name))))


@pytest.mark.parametrize(
    ("fault", "acts"), [(lie, acts) for lie in FAULTS for acts in (True, False) if not (acts and lie in SENT_AGAIN)]
)
def test_a_copy_is_made_once_whatever_was_answered_to_the_order(
    proxy: Between, owner: ImageClient, theirs: ImageClient, declared: dict[str, str], fault: str, acts: bool
) -> None:
    copy = OneResource(CopyKind, owner)
    lying(proxy, fault, acts=acts)

    try:
        copy.up(declared)
    except ActFailed:
        assert not acts
        copy.up(declared)

    assert copy.outputs["status"] == "replicated"
    assert copies(theirs, owner, declared) == 1


def test_a_copy_that_an_earlier_run_has_begun_is_taken_up(
    proxy: Between, owner: ImageClient, theirs: ImageClient, declared: dict[str, str]
) -> None:
    """The engine was killed after the order. A listing shows the job as it was then."""
    job = owner.copy_image(**declared)
    copy = OneResource(CopyKind, owner)

    def meddle(call: Call) -> Answer | None:
        if (call.method, call.path) != ("GET", JOBS):
            return None
        listed = json.loads(proxy.hand_on(call).content())
        [shown] = [one for one in listed if one["job_id"] == job.job_id]
        return Answer(200, [{**shown, "status": "replicating"}])

    proxy.meddle = meddle
    copy.up(declared)

    assert copy.id == job.job_id
    assert copies(theirs, owner, declared) == 1


def test_an_order_that_cannot_be_looked_for_says_that_the_copy_may_run(
    proxy: Between, owner: ImageClient, declared: dict[str, str]
) -> None:
    lying(proxy, "502", acts=True, then=lambda _: Answer(502))

    with pytest.raises(ActFailed, match="the copy may run all the same"):
        OneResource(CopyKind, owner).up(declared)


@pytest.mark.parametrize("body", ["{}", {"id": "x"}])
def test_an_answer_that_names_no_job_is_not_believed(
    proxy: Between, owner: ImageClient, declared: dict[str, str], body: str
) -> None:
    copy = OneResource(CopyKind, owner)
    copy.up(declared)
    proxy.meddle = lambda _: Answer(200, body)

    with pytest.raises(ActFailed, match="the answer is about job ''"):
        copy.refresh()

    assert copy.outputs["status"] == "replicated"
