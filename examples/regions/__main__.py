"""One golden image in several regions, tenants or clouds: an explicit provider for each.

    pulumi config set image noble.qcow2
    pulumi config set --path 'places.jp1.cloud' ecl
    pulumi config set --path 'places.jp1.region' jp1
    pulumi config set --path 'places.jp2.cloud' ecl
    pulumi config set --path 'places.jp2.region' jp2
    pulumi up

Each place holds arguments of `Provider`; the clouds are those of clouds.yaml. The file is hashed once, and each
place uploads it on its own. A place that is taken out of the configuration loses its image.
"""

import pulumi

from ecl_pulumi_images import Image, Provider

config = pulumi.Config()

for place, settings in config.require_object("places").items():
    golden = Image(
        f"golden-{place}",
        pulumi.ResourceOptions(provider=Provider(place, **settings)),
        name=config.get("name") or "golden",
        local_file_path=config.require("image"),
        tags=["golden"],
    )
    pulumi.export(place, {"id": golden.id, "region": golden.region, "owner": golden.owner, "checksum": golden.checksum})
