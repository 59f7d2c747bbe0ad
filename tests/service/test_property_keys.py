"""Keys that Glance takes and cannot change. A canary: take those out of UNCHANGEABLE for which it fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.client import Image, ImageClient, ImageServiceError
from ecl_pulumi_images.lifecycle.inputs.property_keys import UNCHANGEABLE

#: Those that the real object has beside what every Python object has.
GLANCES = sorted(UNCHANGEABLE - set(dir(object)) - {"__dict__", "__module__", "__weakref__"})


@pytest.fixture(scope="module")
def image(images: ImageClient) -> Iterator[Image]:
    """An image with a property under each such key."""
    made = images.create(client.CreateOpts(name="keys", properties=dict.fromkeys(GLANCES, "1")))
    yield made
    images.delete(made.id)


@pytest.mark.parametrize("key", GLANCES)
def test_a_key_that_the_service_cannot_remove_is_refused_before_it_is_there(
    images: ImageClient, image: Image, key: str
) -> None:
    assert image.properties[key] == "1"
    with pytest.raises(ImageServiceError):
        images.update(image.id, [client.UpdateImageProperty("remove", key)])

    _, [failure] = check({"properties": {key: "1"}})
    assert failure.property == f"properties.{key}"
    assert "can never change or remove: choose another name" in failure.reason
