"""The resource `Image`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pulumi

from ecl_pulumi_images.client.names.arguments import refusing
from ecl_pulumi_images.client.names.foreign import ARGUMENTS
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.data.declared_file import PROGRAM
from ecl_pulumi_images.lifecycle.data.local_file import located
from ecl_pulumi_images.lifecycle.plan.outputs import OUTPUT_ONLY
from ecl_pulumi_images.provider.image import ImageProvider

from .choices import ContainerFormat, DiskFormat, Method, OnInUse, Visibility
from .declared import Declared
from .marks import MARKS, secret_inputs

# The loop's own threads carry Pulumi's calls to the engine; hashing must not keep them waiting.
_THREADS = ThreadPoolExecutor(4, thread_name_prefix="hash")


class Image(Declared, module="ecl", name="Image"):
    """An image of the image service.

    Only what is declared is managed: an argument that is left out is never sent and never drifts.
    Outputs are all of Glance's fields under Glance's names (API reference "Images", v2), and where the image
    lives.
    """

    adopt: pulumi.Output[str | None]
    """Id of the image that was taken over, if one was."""
    all_stores: pulumi.Output[bool | None]
    checksum: pulumi.Output[str | None]
    """MD5 of the data, in hex; None while there is none."""
    container_format: pulumi.Output[str | None]
    created_at: pulumi.Output[str]
    """When the record was made, ISO 8601 in UTC."""
    deactivated: pulumi.Output[bool | None]
    decompress: pulumi.Output[bool | None]
    disk_format: pulumi.Output[str | None]
    endpoint: pulumi.Output[str]
    """The image service that holds the image, without the version."""
    file: pulumi.Output[str | None]
    force_destroy: pulumi.Output[bool | None]
    glance_image_id: pulumi.Output[str | None]
    glance_region: pulumi.Output[str | None]
    glance_service_interface: pulumi.Output[str | None]
    image_id: pulumi.Output[str | None]
    """The id that was chosen, if one was; `id` is that of every image."""
    image_source_url: pulumi.Output[str | None]
    license_switch: pulumi.Output[str | None]
    local_file_path: pulumi.Output[str | None]
    """The absolute path."""
    method: pulumi.Output[str | None]
    min_disk: pulumi.Output[int]
    """Smallest root disk that can boot the image, in GB."""
    min_ram: pulumi.Output[int]
    """Smallest memory that can boot the image, in MB."""
    name: pulumi.Output[str]
    on_in_use: pulumi.Output[str | None]
    os_hash_algo: pulumi.Output[str | None]
    os_hash_value: pulumi.Output[str | None]
    """Hash of the data by `os_hash_algo`, in hex; None on services older than Image API 2.7."""
    os_hidden: pulumi.Output[bool | None]
    owner: pulumi.Output[str | None]
    """Id of the project that owns the image."""
    project_name: pulumi.Output[str | None]
    """Name of the project that the program worked in when this was last written or read."""
    properties: pulumi.Output[dict[str, str]]
    """The declared custom properties, as the service holds them."""
    protected: pulumi.Output[bool]
    region: pulumi.Output[str | None]
    schema: pulumi.Output[str | None]
    server_properties: pulumi.Output[dict[str, Any]]
    """Every property that the program does not declare: those of the service and of other tools."""
    size: pulumi.Output[int | None]
    """Size of the data in bytes."""
    source_checksum: pulumi.Output[str | None]
    """Of what the URL gave: "sha256:<hex>" and so on."""
    status: pulumi.Output[str]
    stores: pulumi.Output[list[str] | None]
    """The declared stores; those that the service tells are in `server_properties`."""
    tags: pulumi.Output[list[str]]
    updated_at: pulumi.Output[str]
    verify_checksum: pulumi.Output[bool | None]
    virtual_size: pulumi.Output[int | None]
    """Size of the virtual disk in bytes, where the service knows it."""
    visibility: pulumi.Output[str]
    web_download: pulumi.Output[bool | None]

    @refusing(ARGUMENTS)
    def __init__(
        self,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        name: pulumi.Input[str] | None = None,
        local_file_path: pulumi.Input[str | os.PathLike[str]] | None = None,
        image_source_url: pulumi.Input[str] | None = None,
        image_source_username: pulumi.Input[str] | None = None,
        image_source_password: pulumi.Input[str] | None = None,
        source_checksum: pulumi.Input[str] | None = None,
        decompress: pulumi.Input[bool] | None = None,
        web_download: pulumi.Input[bool] | None = None,
        method: pulumi.Input[Method] | None = None,
        glance_image_id: pulumi.Input[str] | None = None,
        glance_region: pulumi.Input[str] | None = None,
        glance_service_interface: pulumi.Input[str] | None = None,
        stores: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        all_stores: pulumi.Input[bool] | None = None,
        disk_format: pulumi.Input[DiskFormat] | None = None,
        container_format: pulumi.Input[ContainerFormat] | None = None,
        visibility: pulumi.Input[Visibility] | None = None,
        protected: pulumi.Input[bool] | None = None,
        os_hidden: pulumi.Input[bool] | None = None,
        min_disk: pulumi.Input[int] | None = None,
        min_ram: pulumi.Input[int] | None = None,
        tags: pulumi.Input[Sequence[pulumi.Input[str]]] | Set[str] | None = None,
        properties: pulumi.Input[Mapping[str, pulumi.Input[str | bool | int | float]]] | None = None,
        owner: pulumi.Input[str] | None = None,
        license_switch: pulumi.Input[str] | None = None,
        image_id: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[str] | None = None,
        verify_checksum: pulumi.Input[bool] | None = None,
        deactivated: pulumi.Input[bool] | None = None,
        force_destroy: pulumi.Input[bool] | None = None,
        on_in_use: pulumi.Input[OnInUse] | None = None,
    ) -> None:
        """Declare an image.

        resource_name: the name in the Pulumi program. opts: Pulumi's resource options.
        name: up to 255 characters; default: the resource's name. Names need not be unique.
        local_file_path: upload this file; its content, not its path, is the identity. A change of content
            replaces the image.
        image_source_url: fetch this http or https URL here and upload it, streaming. Another URL replaces the image,
            unless `source_checksum` proves that the data is the same. A signed URL is best a secret.
        image_source_username: for basic authentication at the URL. image_source_password: its password, a secret.
        source_checksum: of what the URL gives, before unpacking: "sha256:<hex>", "sha512:<hex>", "md5:<hex>" or the
            digest alone. Other data is refused; another checksum means other data and replaces the image.
        decompress: unpack gzip, bzip2, xz or zstd on the way. A change replaces the image.
        method: how the data gets to the service; another one is no change.
            "upload", the default: straight into the image, past the service's import plugins.
            "glance-direct": into the service's staging area, from where it imports it; it may convert the data.
            "auto": so, and by an upload where no import is offered, or where it fails or gets stuck.
            "web-download": the service fetches the URL itself: it has to reach it, may convert the data, and does
            not compare `source_checksum`.
            "glance-download": the service fetches another region's image; `disk_format` is needed.
        glance_image_id: the image that "glance-download" fetches; another one replaces this image. glance_region: the
            region of the same cloud that has it.
        glance_service_interface: where the other region is asked: "public", the service's default, "internal" or
            "admin".
        web_download: true means method="web-download"; Terraform's name for it.
        stores: ids of the stores to import to, not for "upload" and "auto". all_stores: import to each of the stores.
        disk_format: default: recognised by the data, else "raw"; "web-download" needs it. Fixed once there is data.
        container_format: default "bare" with a source. Fixed once there is data.
        visibility: "private", "shared", "community" or (for administrators) "public".
        protected: refuse deletion. os_hidden: leave out of listings (Image API 2.7).
        min_disk: GB. min_ram: MB. tags: a set. owner: a project id, for administrators.
        properties: custom properties; booleans and whole numbers become Glance's strings.
        license_switch: ECL licence, such as "WindowsServer_2012R2_Standard_64_ComLicense"; fixed at creation.
        image_id: a UUID of your choosing. Glance never gives an id twice, not even after deletion.
        adopt: the id of an existing image to take over instead of creating one: nothing is uploaded, and only
            what is declared is changed. It can be left out again afterwards.
        verify_checksum: default true: compare size and hashes of what was sent with what the service holds.
        deactivated: take the data out of use, reversibly.
        force_destroy: allow `destroy` and replacements to delete a protected image.
        on_in_use: what to do with an image that servers or volumes still use when its deletion gives up: "fail", the
            default; "hide" or "deactivate" it, and forget it with a warning.
        """
        path = None if local_file_path is None else _absolute(local_file_path)
        made_here = opts is None or opts.id is None
        if name is None and made_here:
            name = self._default_name(resource_name)
        declared: dict[str, Any] = {
            "name": name,
            "local_file_path": path,
            "content_hash": None if path is None else path.apply(_hashed),
            "image_source_url": image_source_url,
            "image_source_username": image_source_username,
            "image_source_password": _hidden(image_source_password),
            "source_checksum": source_checksum,
            "decompress": decompress,
            "web_download": web_download,
            "method": method,
            "glance_image_id": glance_image_id,
            "glance_region": glance_region,
            "glance_service_interface": glance_service_interface,
            "stores": stores,
            "all_stores": all_stores,
            "disk_format": disk_format,
            "container_format": container_format,
            "visibility": visibility,
            "protected": protected,
            "os_hidden": os_hidden,
            "min_disk": min_disk,
            "min_ram": min_ram,
            "tags": sorted(tags, key=str) if isinstance(tags, (set, frozenset)) else tags,
            "properties": properties,
            "owner": owner,
            "license_switch": license_switch,
            "image_id": image_id,
            "adopt": adopt,
            "verify_checksum": verify_checksum,
            "deactivated": deactivated,
            "force_destroy": force_destroy,
            "on_in_use": on_in_use,
        }
        declared[MARKS] = self._secrets(dict(declared), opts)
        if made_here:
            declared[PROGRAM] = {"folder": _folder(), "hashed": path}
        super().__init__(ImageProvider(), resource_name, declared | dict.fromkeys(OUTPUT_ONLY), opts)

    def _default_name(self, resource_name: str) -> str | None:
        return resource_name

    def _secrets(self, declared: dict[str, Any], opts: pulumi.ResourceOptions | None) -> pulumi.Output[Any] | None:
        """List the inputs that are secrets, which the engine does not tell a dynamic provider."""
        secret: Any = secret_inputs(self, declared, opts)  # Any: the SDK types an Output of it as one of Never
        return pulumi.Output.from_input(secret)

    @classmethod
    def get(cls, resource_name: str, id: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None) -> Image:  # noqa: A002  Pulumi's name
        """Look up an image that is managed elsewhere; a missing one is an error.

        It is never changed or deleted. `properties` holds all of its custom properties.
        """
        return cls(resource_name, pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id)))


def _hidden(value: pulumi.Input[str] | None) -> pulumi.Output[str] | None:
    return None if value is None else pulumi.Output.secret(value)


def _absolute(path: pulumi.Input[str | os.PathLike[str]]) -> pulumi.Output[str]:
    """Return the path as the provider's process, which runs in another folder, will find it."""
    given: pulumi.Output[Any] = pulumi.Output.from_input(path)
    return given.apply(lambda held: located(os.fspath(held)) if _is_path(held) else held)


def _folder() -> str | None:
    """Return the folder that the program runs in; a transformation may name a file in it."""
    try:
        return str(Path.cwd())
    except OSError:  # it was removed
        return None


def _is_path(value: object) -> bool:
    """Return whether this is a path; the provider refuses everything else, with the property's name."""
    return isinstance(value, (str, os.PathLike)) and isinstance(os.fspath(value), str) and value != ""


def _hashed(path: Any) -> Any:
    """Hash in a thread, so that the program declares its other resources meanwhile."""
    if not _is_path(path):
        return None
    return asyncio.get_running_loop().run_in_executor(_THREADS, content_hash, path)
