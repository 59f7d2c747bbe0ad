"""A 404 is "gone" only for the same project, region and endpoint, and only from the service itself (case H2)."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from ecl_pulumi_images.client import ListOpts, NotFound
from ecl_pulumi_images.lifecycle.existence import really_gone
from ecl_pulumi_images.lifecycle.failures import Failed


def pages(_: ListOpts) -> Iterator[str]:
    return iter(["a page"])


HERE: Any = SimpleNamespace(endpoint="http://here", project_id="PRJ-A", roles=("member",), pages=pages)
STATE = {"endpoint": "http://here", "owner": "PRJ-A"}


def not_found(from_service: bool = True) -> NotFound:
    error = NotFound("No image found", method="GET", path="/v2/images/1", status=404)
    error.from_service = from_service
    return error


def test_a_404_for_the_owner_at_the_recorded_endpoint_means_gone() -> None:
    assert really_gone(HERE, "1", STATE, not_found()) is None


def test_an_administrator_sees_every_project() -> None:
    admin: Any = SimpleNamespace(endpoint="http://here", project_id="PRJ-B", roles=("reader", "admin"), pages=pages)

    assert really_gone(admin, "1", STATE, not_found()) is None


@pytest.mark.parametrize(
    ("state", "error", "names"),
    [
        (STATE | {"owner": "PRJ-B"}, not_found(), ["PRJ-A", "PRJ-B"]),
        (STATE | {"endpoint": "http://there"}, not_found(), ["http://here", "http://there"]),
        (STATE, not_found(from_service=False), ["did not come from the image service"]),
    ],
)
def test_any_other_404_is_an_error_that_names_both_sides(
    state: dict[str, str], error: NotFound, names: list[str]
) -> None:
    with pytest.raises(Failed) as raised:
        really_gone(HERE, "1", state, error)

    assert all(name in str(raised.value) for name in names)


def test_another_service_at_the_recorded_address_proves_nothing() -> None:
    def no_pages(_: ListOpts) -> None:
        raise not_found()

    elsewhere: Any = SimpleNamespace(**{**vars(HERE), "pages": no_pages})

    with pytest.raises(Failed, match="does not answer as an image service"):
        really_gone(elsewhere, "1", STATE, not_found())
