"""The root of the image service out of every shape of URL (case A4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.errors import ConfigurationError
from ecl_pulumi_images.client.http.url import endpoint_root


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://glance.example:9292", "https://glance.example:9292"),
        ("https://glance.example:9292/", "https://glance.example:9292"),
        ("https://glance.example:9292/v2", "https://glance.example:9292"),
        ("https://glance.example:9292/v2/", "https://glance.example:9292"),
        ("https://glance.example:9292/v1", "https://glance.example:9292"),
        ("https://glance.example:9292/v1.1/", "https://glance.example:9292"),
        ("https://glance.example/RegionOne/image", "https://glance.example/RegionOne/image"),
        ("https://glance.example/RegionOne/image/v2/", "https://glance.example/RegionOne/image"),
        ("http://[::1]:9292/v2", "http://[::1]:9292"),
        (" https://glance.example/v2.15 ", "https://glance.example"),
    ],
)
def test_every_shape_of_a_catalogue_leads_to_one_root(url: str, root: str) -> None:
    assert endpoint_root(url) == root


@given(
    st.sampled_from(["", "/", "/v2", "/v2/", "/v1", "/v1.1", "/v1.1/"]),
    st.from_regex(r"(/[a-z]{1,6}){0,3}", fullmatch=True),
)
def test_a_root_is_its_own_root(version: str, prefix: str) -> None:
    root = endpoint_root(f"http://h:9292{prefix}{version}")

    assert root == f"http://h:9292{prefix}"
    assert endpoint_root(root) == root


@pytest.mark.parametrize(
    "url",
    [
        "glance.example:9292",
        "/v2",
        "",
        "ftp://glance.example",
        "http://[::1",
        "http://h:x",
        "http://:9292",
        "http://",
        f"http://{'a' * 64}.h",
    ],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="must begin with http"):
        endpoint_root(url)


def test_a_refused_url_shows_no_password() -> None:
    with pytest.raises(ConfigurationError) as refused:
        endpoint_root("ftp:http://me:SECRET@h/")

    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize("url", ["https://me:SECRET@h:9292/v2", "http://me@h", "http://:SECRET@h/image"])
def test_a_password_in_the_url_is_refused_as_messages_and_the_state_would_show_it(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"holds a user name or password .*http_basic") as refused:
        endpoint_root(url)

    assert "SECRET" not in str(refused.value)
