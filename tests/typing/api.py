"""How programs may call the resources and lookups, for mypy: `make lint` checks this file, and nothing runs it.

A call that must be refused carries a `type: ignore` for exactly that error: mypy's `warn_unused_ignores` fails when it
is accepted after all.
"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pulumi

from ecl_pulumi_images import (
    Image,
    ImageMember,
    ImageMemberAcceptance,
    Provider,
    client,
    find_image,
    get_image,
    get_image_output,
    get_images,
    get_images_output,
)

config = pulumi.Config()
vendor: str = config.require("format")
secret: pulumi.Output[str] = config.require_secret("url")


def accepted() -> None:
    plain = Image("plain", visibility="private", method="upload", on_in_use="hide", disk_format="qcow2")
    Image("constant", visibility=client.ImageVisibility.SHARED, local_file_path=Path("noble.qcow2"))
    Image("vendor", disk_format=vendor, container_format=vendor, image_source_url=secret, tags={"lts"})
    Image("later", name=plain.name, min_disk=plain.min_disk, properties={"n": 5, "b": True, "id": plain.id})
    share = ImageMember("share", image_id=plain.id, member_id="4f4f8a1d3a4b4c6f9a53b6e7f0a1c2d3")
    ImageMemberAcceptance("yes", image_id=share.image_id, status="accepted")
    ImageMemberAcceptance("no", image_id=share.image_id, status=client.ImageMemberStatus.REJECTED)


def refused() -> None:
    Image("a", visibility="pubic")  # type: ignore[arg-type]
    Image("b", method="uplaod")  # type: ignore[arg-type]
    Image("c", on_in_use="delete")  # type: ignore[arg-type]
    Image("d", min_disk="3")  # type: ignore[arg-type]
    Image("e", disk_format=3)  # type: ignore[arg-type]
    Image("f", min_dsik=3)  # type: ignore[call-arg]
    ImageMemberAcceptance("g", image_id="i", status="maybe")  # type: ignore[arg-type]


def outputs(image: Image) -> list[pulumi.Output[Any]]:
    licence: pulumi.Output[str | None] = image.license_switch
    path: pulumi.Output[str | None] = image.local_file_path
    stores: pulumi.Output[list[str] | None] = image.stores
    flags: list[pulumi.Output[bool | None]] = [image.decompress, image.web_download, image.force_destroy]
    image.image_source_password  # type: ignore[attr-defined]  # noqa: B018  no output keeps it
    return [licence, path, stores, *flags]


def lookups(image: Image, provider: Provider) -> None:
    get_image(name="noble", most_recent=True, tags=["lts"], properties={"os_version": "24.04", "n": 5})
    find_image(name_regex="^noble", created_at=datetime.now(timezone.utc), provider=provider)
    get_images(visibility="community", status=["active", "queued"], sort="created_at:desc")
    get_image_output(name=image.name, owner=image.owner.apply(str), most_recent=True)
    get_images_output(tags=[image.name], os_hidden=False)


def refused_lookups(image: Image) -> None:
    get_image(nam="noble")  # type: ignore[call-arg]
    find_image(naem="noble")  # type: ignore[call-arg]
    get_image(name=image.name)  # type: ignore[arg-type]
    get_image(size_min="3")  # type: ignore[arg-type]
    get_images(most_recent=True)  # type: ignore[call-arg]
    get_image_output(nam=image.name)  # type: ignore[call-arg]
    get_images_output(name=3)  # type: ignore[arg-type]
