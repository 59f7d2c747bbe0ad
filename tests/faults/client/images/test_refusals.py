"""What a 403 and a 409 mean, found out by a look at the image (case J3)."""

from __future__ import annotations

from typing import Any

import pytest

from ecl_pulumi_images.client import CreateOpts, Patch, ReplaceImageField, UpdateVisibility, errors
from tests.support.http_server import Answer, HttpServer, in_turn
from tests.support.identity_server import keystone_and
from tests.support.one_image import GONE, ID, IMAGE, NAMED, client_of, with_keystone


@pytest.mark.parametrize(
    ("image", "why"),
    [
        ({**IMAGE, "protected": True}, "the image is protected"),
        ({**IMAGE, "owner": "Q"}, "belongs to project Q, these credentials are for P"),
        ({**IMAGE, "owner": "P"}, "policy"),
    ],
)
def test_a_403_says_which_of_its_reasons_it_is(image: dict[str, Any], why: str) -> None:
    refused = Answer(403, {"message": "Forbidden", "code": "403", "title": "Forbidden"}, NAMED)
    with (
        keystone_and(lambda call: Answer(200, image) if call.method == "GET" else refused) as (server, _identity),
        pytest.raises(errors.Forbidden, match=why),
    ):
        with_keystone(server.url).delete(ID)


def test_a_403_stays_a_403_when_the_image_cannot_be_looked_at() -> None:
    refused = Answer(403, {"message": "Forbidden", "code": "403", "title": "Forbidden"}, NAMED)
    with HttpServer(lambda call: GONE if call.method == "GET" else refused) as server, pytest.raises(errors.Forbidden):
        client_of(server.url).delete(ID)


def test_a_409_at_deletion_says_what_is_in_the_way() -> None:
    with (
        HttpServer(in_turn(Answer(409, {"message": "in use", "code": "409", "title": "Conflict"}, NAMED))) as server,
        pytest.raises(errors.Conflict, match=r"in use .*servers or volumes"),
    ):
        client_of(server.url).delete(ID)


def test_a_409_at_creation_says_that_no_id_is_given_twice() -> None:
    taken = Answer(409, {"message": f"Image ID {ID} already exists!", "code": "409", "title": "Conflict"}, NAMED)
    with (
        HttpServer(in_turn(taken)) as server,
        pytest.raises(errors.Conflict, match=r"already exists! .*ever was in use"),
    ):
        client_of(server.url).create(CreateOpts(id=ID))


@pytest.mark.parametrize(
    ("patch", "said", "needs"),
    [
        (UpdateVisibility("shared"), "Invalid value 'shared'", r"'shared' needs Image API 2\.5"),
        (UpdateVisibility("community"), "visibility: not allowed", r"'community' needs Image API 2\.5"),
        (ReplaceImageField("os_hidden", True), "os_hidden: True is not of type 'string'", r"os_hidden needs .* 2\.7"),
    ],
)
def test_a_field_younger_than_the_service_is_named_with_its_version(patch: Patch, said: str, needs: str) -> None:
    """Case D4."""
    refused = Answer(400, {"message": said, "code": "400", "title": "Bad Request"}, NAMED)
    with HttpServer(in_turn(refused)) as server, pytest.raises(errors.BadRequest, match=needs):
        client_of(server.url).update(ID, [patch])


def test_another_400_is_not_blamed_on_the_version() -> None:
    refused = Answer(400, {"message": "min_disk: -1 is too small", "code": "400", "title": "Bad Request"}, NAMED)
    with HttpServer(in_turn(refused)) as server, pytest.raises(errors.BadRequest) as raised:
        client_of(server.url).create(CreateOpts(visibility="shared", min_disk=-1))

    assert "2.5" not in str(raised.value)


@pytest.mark.parametrize("tag", [5, None, b"lts"])
def test_a_tag_that_is_no_string_is_refused_before_any_call(tag: Any) -> None:
    with HttpServer(in_turn(Answer(204))) as server:
        for call in (client_of(server.url).add_tag, client_of(server.url).remove_tag):
            with pytest.raises(errors.BadRequest, match="is no tag"):
                call(ID, tag)

    assert server.calls == []
