"""The record of an image."""

import copy
import dataclasses
import pickle

import pytest

from ecl_pulumi_images.client.images.decode import decode_image
from ecl_pulumi_images.client.images.image import Image

SECRET = "https://store.example/v1/a?temp_url_sig=0123456789abcdef"


def test_repr_names_the_image_in_one_short_line() -> None:
    image = Image(id="3a0b", name="noble", status="active", size=2048)

    assert repr(image) == "Image(id='3a0b', name='noble', status='active', size=2048)"


def test_repr_cuts_a_long_name_and_keeps_line_breaks_escaped() -> None:
    shown = repr(Image(id="a" * 36, name="line\n" * 50, status="pending_delete", size=2**60))

    assert len(shown) < 200
    assert "\n" not in shown


def test_repr_shows_no_signed_url() -> None:
    image = decode_image({"id": "1", "direct_url": SECRET, "locations": [{"url": SECRET}], "file": SECRET})

    assert "temp_url_sig" not in repr(image)
    assert image.properties["direct_url"] == SECRET


def test_only_the_id_is_needed_to_make_an_image() -> None:
    image = Image(id="1")

    assert (image.name, image.size, image.status, image.tags, image.metadata, image.properties) == (
        None,
        None,
        "",
        (),
        {},
        {},
    )


def test_an_image_cannot_be_changed() -> None:
    image = decode_image({"id": "1", "name": "a"})

    with pytest.raises(dataclasses.FrozenInstanceError):
        image.name = "b"  # type: ignore[misc]  # that is the point


def test_a_decoded_image_is_an_ordinary_image() -> None:
    image = decode_image({"id": "1", "name": "a", "tags": ["x"], "os_type": "linux"})

    assert type(image) is Image
    assert image == Image(id="1", name="a", tags=("x",), properties={"os_type": "linux"})
    assert dataclasses.replace(image, name="b").name == "b"
    assert pickle.loads(pickle.dumps(image)) == copy.deepcopy(image) == image  # noqa: S301  our own bytes


def test_images_go_into_sets_and_dictionaries() -> None:
    one, same, other = (decode_image({"id": i, "os_type": "linux"}) for i in ("1", "1", "2"))

    assert {one, same, other} == {one, other}


def test_two_images_do_not_share_their_empty_mappings() -> None:
    assert Image(id="1").properties is not Image(id="2").properties
    assert decode_image({"id": "1"}).metadata is not decode_image({"id": "2"}).metadata
