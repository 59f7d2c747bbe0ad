"""What other tools call the fields of an image: Terraform's providers, pulumi-openstack, openstacksdk.

A name without a counterpart has a sentence in its place.
"""

from __future__ import annotations

from collections.abc import Mapping

_FIELDS: Mapping[str, str] = {
    "hidden": "os_hidden",
    "is_hidden": "os_hidden",
    "metadata": "properties",
    "min_disk_gb": "min_disk",
    "min_ram_mb": "min_ram",
    "owner_id": "owner",
    "tag": "tags",
}

#: Of a new image's record.
CREATION: Mapping[str, str] = {
    **_FIELDS,
    "image_id": "id",
    "is_protected": "protected",
    "is_public": "visibility",
    "public": "visibility",
}

#: Of a listing, and of lookups.
FILTERS: Mapping[str, str] = {
    **_FIELDS,
    "image_id": "id",
    "min_disk": "size_min and size_max compare the size of the data; there is no filter for it",
    "min_disk_gb": "size_min and size_max compare the size of the data; there is no filter for it",
    "min_ram": "there is no filter for it",
    "min_ram_mb": "there is no filter for it",
    "region": "a Provider or ecl:region names the region",
    "sort_direction": "sort_dir",
}

#: Of the resource `Image`.
ARGUMENTS: Mapping[str, str] = {
    **_FIELDS,
    "checksum": "source_checksum",
    "description": "properties={'description': ...} holds it",
    "file": "local_file_path",
    "filename": "local_file_path",
    "id": "image_id",
    "image_cache_path": "nothing is cached: leave it out",
    "is_protected": "protected",
    "is_public": "visibility",
    "path": "local_file_path",
    "public": "visibility",
    "region": "a region belongs to a provider: opts=ResourceOptions(provider=Provider(..., region=...)), or ecl:region",
    "source": "local_file_path",
    "timeouts": "opts=ResourceOptions(custom_timeouts=...) says them",
    "url": "image_source_url",
    "value_specs": "custom properties go into properties",
}

#: Of the resources about members.
MEMBERS: Mapping[str, str] = {
    "image": "image_id",
    "member": "member_id",
    "project_id": "member_id",
    "region": ARGUMENTS["region"],
    "tenant_id": "member_id",
}

#: Of the resource `ImageCopy`.
COPIES: Mapping[str, str] = {"image": "image_id", "region": ARGUMENTS["region"], "tenant_id": "tenant_id_dst"}
