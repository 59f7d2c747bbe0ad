"""One image, from a local file.

    pulumi config set image noble.qcow2      # the file to upload
    pulumi config set ecl:cloud mycloud      # a cloud of clouds.yaml, unless the OS_* variables are set
    pulumi up

Pulumi.yaml has the other settings and their defaults.
"""

import pulumi

from ecl_pulumi_images import Image

config = pulumi.Config()

image = Image(
    "quickstart",
    local_file_path=config.require("image"),
    name=config.require("name"),
    tags=config.require_object("tags"),
    properties=config.require_object("properties"),
)

for output in ("id", "name", "status", "disk_format", "size", "checksum"):
    pulumi.export(output, getattr(image, output))
