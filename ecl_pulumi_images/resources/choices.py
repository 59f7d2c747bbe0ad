"""What the arguments that choose one of a few words take: the bare word, or the client's constant of it.

Words in which services differ are open: those that every service knows complete in an editor, and any other is taken.
"""

from __future__ import annotations

from typing import Literal

from ecl_pulumi_images.client import ImageMemberStatus, ImageVisibility

Visibility = Literal["community", "private", "public", "shared"] | ImageVisibility
Method = Literal["auto", "glance-direct", "glance-download", "upload", "web-download"]
OnInUse = Literal["deactivate", "fail", "hide"]
Answer = Literal["accepted", "pending", "rejected"] | ImageMemberStatus

#: Open: services have formats of their own (Glance's option `disk_formats`).
DiskFormat = Literal["aki", "ami", "ari", "iso", "ploop", "qcow2", "raw", "vdi", "vhd", "vhdx", "vmdk"] | str
#: Open: Glance's option `container_formats`.
ContainerFormat = Literal["aki", "ami", "ari", "bare", "compressed", "docker", "ova", "ovf"] | str
