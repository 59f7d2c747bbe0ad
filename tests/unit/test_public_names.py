"""The client's public surface is a list, and this guards it."""

from __future__ import annotations

import subprocess
import sys

from ecl_pulumi_images import client

SEED = {
    *("CreateOpts", "Image", "ImageDateFilter", "ImageDateQuery", "ImageMemberStatus", "ImagePage", "ImageStatus"),
    *("ImageVisibility", "ListOpts", "ReplaceImageChecksum", "ReplaceImageName", "ReplaceImageTags", "UpdateOp"),
    *("UpdateImageProperty", "UpdateVisibility"),
}
METHODS = {
    *("list", "pages", "create", "get", "update", "delete", "deactivate", "reactivate", "add_tag", "remove_tag"),
    *("hide", "rotate"),
    *("upload", "stage", "download", "import_image", "import_info", "tasks", "schema", "wait"),
    *("stores", "remove_from_store", "create_once"),
    *("list_members", "get_member", "add_member", "update_member", "remove_member", "find", "find_unlisted"),
    *("copy_image", "get_copy", "list_copies", "cancel_copy", "license_switch_types"),
    *("endpoint", "region", "regions", "project_id", "project_name", "user_id", "roles", "clock"),
}


def test_the_list_of_public_names_is_sorted_and_whole() -> None:
    assert client.__all__ == sorted(set(client.__all__))
    assert set(client.__all__) >= SEED


def test_every_public_name_is_there_and_documented() -> None:
    for name in client.__all__:
        assert getattr(client, name).__doc__, name


def test_every_method_is_there_and_documented_and_there_are_no_others() -> None:
    public = {name for name in dir(client.ImageClient) if not name.startswith("_")}

    assert public == METHODS
    for name in public:
        assert getattr(client.ImageClient, name).__doc__, name


def test_importing_the_client_imports_no_http_and_no_openstack() -> None:
    code = (
        "import sys, ecl_pulumi_images.client;"
        "print([name for name in ('requests', 'keystoneauth1', 'openstack', 'pulumi') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
