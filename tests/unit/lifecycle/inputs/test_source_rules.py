"""Where the data comes from: what is accepted, in which form, and what excludes what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.inputs.source_rules import DIGITS

URL = "https://images.example/noble.qcow2"
UUID = "00000000-0000-0000-0000-000000000001"
ELSEWHERE = {"method": "glance-download", "glance_image_id": UUID, "glance_region": "jp2", "disk_format": "raw"}
WEB = {"image_source_url": URL, "web_download": True, "disk_format": "qcow2"}


def refusals(unknown: Any = (), **declared: Any) -> dict[str, str]:
    return {failure.property: failure.reason for failure in check(declared, frozenset(unknown))[1]}


@pytest.mark.parametrize(
    "declared",
    [
        {"image_source_url": URL},
        {"image_source_url": URL, "image_source_username": "me", "image_source_password": "secret"},
        {"image_source_url": URL + "?s=abc", "decompress": True, "method": "glance-direct", "all_stores": True},
        WEB,
        WEB | {"stores": ["fast", "cheap"]},
        {"image_source_url": URL, "web_download": False, "stores": ["fast"], "method": "glance-direct"},
        {"image_source_url": URL, "method": "web-download", "disk_format": "raw", "stores": ["fast"]},
        {"image_source_url": URL, "method": "web-download", "web_download": True, "disk_format": "raw"},
        {"image_source_url": URL, "method": "auto", "image_source_username": "me", "decompress": True},
        {"method": "upload", "image_source_url": URL},
        {"method": "upload"},
        ELSEWHERE,
        ELSEWHERE | {"glance_service_interface": "internal", "stores": ["fast"]},
        {"image_source_url": URL, "web_download": True, "adopt": UUID},
        {"web_download": False, "decompress": False, "all_stores": False},
    ],
)
def test_what_goes_together_is_accepted(declared: dict[str, Any]) -> None:
    assert refusals(**declared) == {}


@pytest.mark.parametrize(
    ("declared", "property_", "says"),
    [
        ({"image_source_url": URL, "local_file_path": "x"}, "image_source_url", "beside local_file_path"),
        ({"web_download": True, "disk_format": "raw"}, "web_download", "set image_source_url"),
        (WEB | {"decompress": True}, "web_download", "beside decompress"),
        (WEB | {"method": "glance-direct"}, "method", "'glance-direct' beside web_download; leave one of them out"),
        (WEB | {"method": "upload"}, "method", "leave one of them out"),
        ({"image_source_url": URL, "method": "web-download"}, "disk_format", "a web download needs it"),
        ({"method": "web-download", "disk_format": "raw"}, "method", "is 'web-download' without image_source_url"),
        ({"image_source_url": URL, "method": "web-download", "decompress": True}, "method", "by method 'upload'"),
        ({"image_source_url": URL, "method": "auto", "stores": ["a"]}, "stores", "set method='glance-direct'"),
        ({"image_source_url": URL, "method": "auto", "image_id": UUID}, "method", "a second try needs a second id"),
        (WEB | {"image_source_username": "me"}, "web_download", "never given your password"),
        (WEB | {"stores": ["a"], "all_stores": True}, "all_stores", "leave one of them out"),
        ({"local_file_path": "x", "web_download": True, "disk_format": "raw"}, "web_download", "URLs only"),
        ({"image_source_url": URL, "web_download": True}, "disk_format", "a web download needs it"),
        ({"image_source_url": URL, "stores": ["a"]}, "stores", "set method='glance-direct'"),
        ({"image_source_url": URL, "all_stores": True}, "all_stores", "set method='glance-direct'"),
        ({"source_checksum": "0" * 64}, "source_checksum", "set image_source_url"),
        ({"local_file_path": "x", "source_checksum": "0" * 64}, "source_checksum", "leave source_checksum out"),
        ({"image_source_username": "me"}, "image_source_username", "set image_source_url"),
        ({"image_source_url": URL, "image_source_password": "x"}, "image_source_password", "set image_source_username"),
        ({"decompress": True}, "decompress", "set image_source_url or local_file_path"),
        (ELSEWHERE | {"local_file_path": "x"}, "method", "beside local_file_path"),
        (ELSEWHERE | {"image_source_url": URL}, "method", "beside image_source_url"),
        (ELSEWHERE | {"disk_format": None}, "disk_format", "is missing"),
        (ELSEWHERE | {"glance_region": None}, "method", "set glance_region to the region that has the image"),
        (ELSEWHERE | {"glance_image_id": None}, "method", "set glance_image_id"),
        (ELSEWHERE | {"method": None}, "glance_region", "set method='glance-download' too"),
        (ELSEWHERE | {"decompress": True}, "decompress", "set image_source_url or local_file_path"),
        ({"glance_service_interface": "public"}, "glance_service_interface", "set method='glance-download' too"),
        ({"method": "glance-direct"}, "method", "is 'glance-direct' without image_source_url or local_file_path"),
    ],
)
def test_a_contradiction_is_refused_with_the_way_out(declared: dict[str, Any], property_: str, says: str) -> None:
    assert says in refusals(**declared)[property_]


@pytest.mark.parametrize(
    ("declared", "unknown"),
    [
        ({"web_download": True, "disk_format": "raw"}, ["image_source_url"]),
        ({"image_source_url": URL, "web_download": True}, ["disk_format"]),
        ({"source_checksum": "0" * 64}, ["image_source_url"]),
        ({"decompress": True}, ["local_file_path"]),
        ({"image_source_url": URL, "stores": ["a"]}, ["method"]),
        ({"image_source_url": URL, "stores": ["a"], "disk_format": "raw"}, ["web_download"]),
        ({"image_source_url": URL}, ["local_file_path"]),
        (ELSEWHERE | {"method": None}, ["method"]),
        (ELSEWHERE | {"glance_region": None}, ["glance_region"]),
    ],
)
def test_what_is_not_known_yet_contradicts_nothing(declared: dict[str, Any], unknown: list[str]) -> None:
    assert refusals(unknown, **declared) == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("image_source_url", "ftp://images.example/x", "https://"),
        ("image_source_url", "images.example/x", "https://"),
        ("image_source_url", "http://", "names a host"),
        ("image_source_url", "http://a b/", "https://"),
        ("image_source_url", "http://[::1", "URL"),
        ("image_source_url", 5, "must be a string"),
        ("stores", "fast", "must be a list"),
        ("stores", [], "is empty"),
        ("stores", [""], "must be a string"),
        ("source_checksum", "abc", "must be a digest"),
        ("source_checksum", "sha1:" + "0" * 40, "must be a digest"),
        ("source_checksum", "sha256:" + "0" * 63, "sha256 has 64"),
        ("source_checksum", "g" * 64, "sha256 has 64"),
        ("web_download", "true", "must be true or false"),
        ("glance_image_id", "noble", "it must be a UUID"),
        ("glance_region", "", "must be a string that is not empty"),
        ("glance_service_interface", "publik", "it must be one of admin, internal, public"),
        ("method", "glance_direct", "it must be one of auto, glance-direct, glance-download, upload, web-download"),
        ("on_in_use", "forget", "it must be one of deactivate, fail, hide"),
    ],
)
def test_a_wrong_value_is_refused_by_name(field: str, value: Any, says: str) -> None:
    assert says in refusals(**{field: value})[field]


def test_a_password_is_never_shown() -> None:
    assert "5" not in refusals(image_source_url=URL, image_source_username="me", image_source_password=5).values()

    found = refusals(image_source_url="https://me:TOPSECRET@images.example/x")

    assert "stands in image_source_url" in found["image_source_password"]
    assert "TOPSECRET" not in str(found)


@given(st.sampled_from(sorted(DIGITS)), st.data(), st.booleans())
def test_a_checksum_has_one_form_whatever_way_it_is_written(algorithm: str, data: st.DataObject, named: bool) -> None:
    digest = data.draw(st.text("0123456789abcdefABCDEF", min_size=DIGITS[algorithm], max_size=DIGITS[algorithm]))
    written = f"{algorithm.upper()}:{digest}" if named else digest

    inputs, failures = check({"image_source_url": URL, "source_checksum": written})

    assert failures == []
    assert inputs["source_checksum"] == f"{algorithm}:{digest.lower()}"


def test_the_container_of_a_url_is_bare_unless_declared() -> None:
    assert check({"image_source_url": URL})[0]["container_format"] == "bare"
    assert check({"image_source_url": URL, "container_format": "ova"})[0]["container_format"] == "ova"
    assert "container_format" not in check({"image_source_url": URL}, frozenset({"container_format"}))[0]
