"""How members, acceptances and copies are planned: unknown values, replacements, updates, failed copies (H5, H6)."""

from typing import Any

import pytest
from pulumi.output import Unknown

from ecl_pulumi_images.provider.acceptance import ImageMemberAcceptanceProvider
from ecl_pulumi_images.provider.copy import ImageCopyProvider
from ecl_pulumi_images.provider.member import ImageMemberProvider

IMAGE, OTHER_IMAGE = "0b2e9d5c-6c3b-4c55-8a62-0a9f4d1c7f11", "1b2e9d5c-6c3b-4c55-8a62-0a9f4d1c7f11"
PROJECT, OTHER_PROJECT = "a" * 32, "b" * 32
SDK = {"__provider": "p"}
MEMBER = SDK | {"image_id": IMAGE, "member_id": PROJECT}
ANSWER = SDK | {"image_id": IMAGE, "status": "accepted", "reject_on_delete": True}
COPY = SDK | {"image_id": IMAGE, "tenant_id_dst": PROJECT}
ANSWERED = ANSWER | {"member_id": PROJECT}

MEMBERS, ANSWERS, COPIES = ImageMemberProvider(), ImageMemberAcceptanceProvider(), ImageCopyProvider()


@pytest.mark.parametrize(("provider", "inputs"), [(MEMBERS, MEMBER), (ANSWERS, ANSWER), (COPIES, COPY)])
def test_an_image_that_does_not_exist_yet_is_no_error_in_a_preview(provider: Any, inputs: dict[str, Any]) -> None:
    news = inputs | {"image_id": Unknown()}

    checked = provider.check({}, news)

    assert checked.failures == []
    assert isinstance(checked.inputs["image_id"], Unknown)
    assert set(checked.inputs) | {"__provider"} == set(news)


@pytest.mark.parametrize(
    ("provider", "olds", "inputs"), [(MEMBERS, MEMBER, MEMBER), (ANSWERS, ANSWERED, ANSWER), (COPIES, COPY, COPY)]
)
def test_an_image_that_is_being_replaced_is_shown_as_a_replacement_here_too(
    provider: Any, olds: dict[str, Any], inputs: dict[str, Any]
) -> None:
    decided = provider.diff("id", olds | {"status": "replicated"}, inputs | {"image_id": Unknown()})

    assert (decided.changes, decided.replaces) == (None, ["image_id"])


@pytest.mark.parametrize(
    ("provider", "olds", "news", "replaces"),
    [
        (MEMBERS, MEMBER, MEMBER | {"image_id": OTHER_IMAGE}, ["image_id"]),
        (MEMBERS, MEMBER, MEMBER | {"image_id": OTHER_IMAGE, "member_id": OTHER_PROJECT}, ["image_id", "member_id"]),
        (ANSWERS, ANSWERED, ANSWER | {"member_id": OTHER_PROJECT}, ["member_id"]),
        (COPIES, COPY | {"status": "replicated"}, COPY | {"tenant_id_dst": OTHER_PROJECT}, ["tenant_id_dst"]),
        (COPIES, COPY | {"status": "error"}, COPY, ["image_id"]),
        (COPIES, COPY | {"status": "canceled"}, COPY, ["image_id"]),
    ],
)
def test_another_image_or_project_and_a_failed_copy_mean_a_new_resource(
    provider: Any, olds: dict[str, Any], news: dict[str, Any], replaces: list[str]
) -> None:
    assert provider.diff("id", olds, news).replaces == replaces


@pytest.mark.parametrize(
    ("provider", "olds", "news", "changes"),
    [
        (MEMBERS, MEMBER | {"status": "rejected"}, MEMBER, False),
        (ANSWERS, ANSWERED, ANSWER, False),
        (ANSWERS, ANSWERED, ANSWERED, False),
        (ANSWERS, ANSWERED, ANSWER | {"status": "rejected"}, None),
        (ANSWERS, ANSWERED, ANSWER | {"status": Unknown()}, None),
        (ANSWERS, ANSWERED, ANSWER | {"reject_on_delete": False}, None),
        (COPIES, COPY | {"status": "replicated"}, COPY, False),
        (COPIES, COPY | {"status": "replicating"}, COPY, None),
        (MEMBERS, MEMBER, MEMBER | {"__provider": "newer"}, None),
    ],
)
def test_only_an_answer_a_running_copy_and_a_newer_package_mean_an_update(
    provider: Any, olds: dict[str, Any], news: dict[str, Any], changes: bool | None
) -> None:
    decided = provider.diff("id", olds, news)

    assert (decided.changes, decided.replaces or []) == (changes, [])


@pytest.mark.parametrize(
    ("provider", "olds", "news"),
    [
        (MEMBERS, MEMBER | {"status": "accepted", "owner": "o"}, MEMBER | {"__provider": "newer"}),
        (ANSWERS, ANSWERED | {"updated_at": "t"}, ANSWER | {"__provider": "newer"}),
        (COPIES, COPY | {"status": "replicated", "copy_progress": 100.0}, COPY | {"__provider": "newer"}),
    ],
)
def test_a_newer_package_alone_asks_nothing_and_keeps_every_output(
    provider: Any, olds: dict[str, Any], news: dict[str, Any]
) -> None:
    outs = provider.update("id", olds, news).outs  # no configuration, so any request would fail

    assert outs == {key: value for key, value in olds.items() if key != "__provider"}
