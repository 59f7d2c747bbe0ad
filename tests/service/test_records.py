"""Image records on the real service."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import (
    CreateOpts,
    Image,
    ImageClient,
    ListOpts,
    ReplaceImageField,
    ReplaceImageName,
    errors,
)


def test_an_image_is_made_read_changed_and_deleted(images: ImageClient) -> None:
    made = images.create(CreateOpts(name="noble", disk_format="qcow2", container_format="bare"))

    assert (made.status, made.name, made.owner) == ("queued", "noble", images.project_id)
    assert images.get(made.id) == made
    assert images.update(made.id, [ReplaceImageName("noble-2")]).name == "noble-2"
    images.delete(made.id)
    with pytest.raises(errors.NotFound) as gone:
        images.get(made.id)
    assert gone.value.from_service
    assert gone.value.request_id


def test_an_id_of_ones_own_is_taken_once(images: ImageClient, make: Callable[..., Image]) -> None:
    image_id = str(uuid4())
    make(id=image_id)

    with pytest.raises(errors.Conflict):
        images.create(CreateOpts(id=image_id))


def test_an_empty_update_changes_nothing(images: ImageClient, make: Callable[..., Image]) -> None:
    image = make()

    assert images.update(image.id, []).name == image.name


def test_a_list_gives_every_image_once_whatever_the_size_of_a_page(
    images: ImageClient, make: Callable[..., Image]
) -> None:
    tag = uuid4().hex
    made = {make(tags=[tag]).id for _ in range(4)}

    for limit in (1, 2, 3, 4, None):
        found = [image.id for image in images.list(ListOpts(tags=[tag], limit=limit))]
        assert len(found) == len(made)
        assert set(found) == made


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_images_may_be_deleted_while_they_are_listed(
    images: ImageClient, make: Callable[..., Image], limit: int
) -> None:
    tag = uuid4().hex
    made = {make(tags=[tag]).id for _ in range(5)}

    deleted = []
    for image in images.list(tags=[tag], limit=limit):
        images.delete(image.id)
        deleted.append(image.id)

    assert sorted(deleted) == sorted(made)
    assert list(images.list(tags=[tag])) == []


def test_pages_come_as_the_service_cuts_them(images: ImageClient, make: Callable[..., Image]) -> None:
    tag = uuid4().hex
    for _ in range(3):
        make(tags=[tag])

    pages = list(images.pages(ListOpts(tags=[tag], limit=2)))

    assert [len(page.images) for page in pages] == [2, 1]
    assert pages[0].next_page_url
    assert pages[-1].next_page_url is None


def test_a_protected_image_says_that_it_is_protected(images: ImageClient, make: Callable[..., Image]) -> None:
    image = make(protected=True)

    with pytest.raises(errors.Forbidden, match="set protected to false first"):
        images.delete(image.id)
    images.update(image.id, [ReplaceImageField("protected", False)])


def test_a_refused_value_is_in_the_services_words(images: ImageClient) -> None:
    with pytest.raises(errors.BadRequest) as refused:
        images.create(CreateOpts(name="x" * 256))

    assert "255" in refused.value.message or "too long" in refused.value.message
    assert len(str(refused.value).splitlines()) == 1


def test_an_ordinary_user_is_told_that_policy_forbids_it(images: ImageClient) -> None:
    with pytest.raises(errors.Forbidden):
        images.create(CreateOpts(name="x", visibility="public"))


def test_data_is_taken_out_of_use_and_back(admin: ImageClient, active: Callable[..., Image]) -> None:
    image = active()

    admin.deactivate(image.id)
    assert admin.get(image.id).status == "deactivated"
    admin.reactivate(image.id)
    assert admin.get(image.id).status == "active"


@pytest.mark.parametrize("name", ["image", "images", "member", "members"])
def test_the_services_schemas_can_be_read(images: ImageClient, name: str) -> None:
    assert images.schema(name)["name"] == name


TAGS = ("lts", "two words", "a+b&c=d;e%f#g?h", "タグ", "a/b", ".", "..", "ü", "'\"", "100%25")


def test_every_tag_is_added_and_removed_as_it_is(images: ImageClient, make: Callable[..., Image]) -> None:
    image = make(tags=["kept"])

    for tag in TAGS:
        images.add_tag(image.id, tag)
        images.add_tag(image.id, tag)
    assert set(images.get(image.id).tags) == {"kept", *TAGS}
    for tag in TAGS:
        images.remove_tag(image.id, tag)
    assert images.get(image.id).tags == ("kept",)


@pytest.mark.parametrize("tag", ["nope", "ナシ"])
def test_removing_a_tag_that_is_not_there_is_not_found(
    images: ImageClient, make: Callable[..., Image], tag: str
) -> None:
    image = make()

    with pytest.raises(errors.NotFound):
        images.remove_tag(image.id, tag)
