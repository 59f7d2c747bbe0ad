"""The imports that the tests and the demo rely on."""

from __future__ import annotations

import os

import pytest

from ecl_pulumi_images.localcloud import LocalCloud
from tests.localcloud.tenant import BYTES, Tenant, served


@pytest.fixture(scope="module")
def tenant(cloud: LocalCloud) -> Tenant:
    return Tenant(cloud)


def test_web_download_takes_a_file_from_loopback(tenant: Tenant) -> None:
    content = os.urandom(100_000)
    image = tenant.create()

    with served(content) as uri:
        tenant.ok("POST", f"/{image}/import", json={"method": {"name": "web-download", "uri": uri}})
        tenant.until(image, lambda record: record["status"] == "active")

    assert tenant.ok("GET", f"/{image}/file").content == content


def test_glance_direct_takes_what_was_staged(tenant: Tenant) -> None:
    content = os.urandom(100_000)
    image = tenant.create()

    tenant.ok("PUT", f"/{image}/stage", data=content, headers=BYTES)
    tenant.ok("POST", f"/{image}/import", json={"method": {"name": "glance-direct"}})
    tenant.until(image, lambda record: record["status"] == "active")

    assert tenant.ok("GET", f"/{image}/file").content == content


def test_copy_image_brings_an_image_to_the_second_store(cloud: LocalCloud) -> None:
    administrator = Tenant(cloud, "admin")  # Glance's own policy: only an administrator may copy
    image = administrator.create()
    administrator.ok("PUT", f"/{image}/file", data=b"some bytes", headers=BYTES)

    copy = {"method": {"name": "copy-image"}, "stores": ["file2"]}
    administrator.ok("POST", f"/{image}/import", json=copy)
    copied = administrator.until(image, lambda record: "file2" in record["stores"])

    assert sorted(copied["stores"].split(",")) == ["file1", "file2"]


def test_a_refused_upload_leaves_the_connection_usable(tenant: Tenant) -> None:
    refused = tenant.http.put(
        f"{tenant.catalogue['image']}/v2/images/{tenant.create()}/file",
        data=b"x" * 3_000_000,
        headers={"Content-Type": "text/plain"},
        timeout=60,
    )

    assert refused.status_code == 415
    assert tenant.ok("GET", "").status_code == 200
