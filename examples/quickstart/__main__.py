"""One image, from a local file.

    pulumi config set image noble.qcow2                # the file to upload
    pulumi config set ecl:cloud mycloud                # a cloud of clouds.yaml, unless the OS_* variables are set
    pulumi up

And, if need be, another name than "quickstart", other tags and properties:

    pulumi config set name noble
    pulumi config set --path 'tags[0]' lts
    pulumi config set --path properties.os_distro debian
"""

import pulumi

from ecl_pulumi_images import Image

config = pulumi.Config()

image = Image(
    "quickstart",
    local_file_path=config.require("image"),
    name=config.get("name", "quickstart"),
    tags=config.get_object("tags", ["quickstart"]),
    properties=config.get_object("properties", {"os_distro": "ubuntu"}),
)

for output in ("id", "name", "status", "disk_format", "size", "checksum"):
    pulumi.export(output, getattr(image, output))
