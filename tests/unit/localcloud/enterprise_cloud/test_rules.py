"""What the local cloud refuses and leaves out when it behaves as NTT Enterprise Cloud."""

import json

import pytest

from ecl_pulumi_images.localcloud.enterprise_cloud.rules import LICENCES, YOUNGER, refusal, rewrites, rewritten

IMAGE = "/v2/images/0b2e9d5c-6c3b-4c55-8a62-0a9f4d1c7f11"


def status(method: str, path: str, query: str, body: bytes) -> int | None:
    refused = refusal(method, path, query, body)
    return refused[0] if refused else None


@pytest.mark.parametrize("field", YOUNGER)
def test_younger_fields_are_refused_in_new_images_and_in_patches(field: str) -> None:
    new = json.dumps({"name": "noble", field: False}).encode()
    patch = json.dumps([{"op": "replace", "path": f"/{field}", "value": True}]).encode()

    assert status("POST", "/v2/images", "", new) == 400
    assert status("PATCH", IMAGE, "", patch) == 400


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", "/v2/images", "", b'{"name": "noble", "visibility": "community"}'),
        ("POST", "/v2/images", "", json.dumps({"license_switch": LICENCES[0]}).encode()),
        ("PATCH", IMAGE, "", b'[{"op": "add", "path": "/os_distro", "value": "x"}]'),
        ("POST", "/v2/images", "", b"no json"),
        ("POST", f"{IMAGE}/members", "", b'{"member": "x", "stores": 1}'),
        ("GET", "/v2/images", "visibility=community&name=x", b""),
    ],
)
def test_everything_of_its_own_age_is_let_through(method: str, path: str, query: str, body: bytes) -> None:
    assert refusal(method, path, query, body) is None


@pytest.mark.parametrize("query", ["os_hidden=true", "visibility=all&name=x"])
def test_younger_filters_are_refused(query: str) -> None:
    assert status("GET", "/v2/images", query, b"") == 400


def test_there_are_no_stores_and_no_other_licences() -> None:
    assert status("GET", "/v2/info/stores", "", b"") == 404
    assert refusal("POST", "/v2/images", "", b'{"license_switch": "x"}') == (400, "The license_switch is not supported")


def test_answers_lose_what_is_younger_and_nothing_else() -> None:
    image = {"id": "i", "checksum": "c", "a": "1"}
    younger = dict.fromkeys(YOUNGER, "x")

    assert json.loads(rewritten(json.dumps(image | younger).encode())) == image
    assert json.loads(rewritten(json.dumps({"images": [image | younger], "next": "n"}).encode())) == {
        "images": [image],
        "next": "n",
    }
    assert rewritten(b"no json") == b"no json"


def test_the_list_of_versions_ends_at_two_point_six() -> None:
    versions = {"versions": [{"id": f"v2.{minor}"} for minor in (15, 7, 6, 0)]}

    assert json.loads(rewritten(json.dumps(versions).encode())) == {"versions": [{"id": "v2.6"}, {"id": "v2.0"}]}


def test_only_answers_about_images_and_versions_are_rewritten() -> None:
    assert all(rewrites("GET", path) for path in ("/", "/versions", "/v2/images", IMAGE))
    assert not any(rewrites("GET", f"{IMAGE}{below}") for below in ("/file", "/members"))
    assert not rewrites("PUT", IMAGE)
