"""Follow the newest upstream image, or stay with one.

    pulumi config set pattern '^ubuntu-24.04-'
    pulumi config set owner 4f4f8a1d3a4b4c6f9a53b6e7f0a1c2d3    # who publishes it: nobody else's counts
    pulumi up                                                   # takes the newest, and shows which
    pulumi config set pinned "$(pulumi stack output id)"        # from now on this one
    pulumi up

A newer upstream image shows in `pulumi preview` as a change of whatever is made from it.
"""

import pulumi

from ecl_pulumi_images import get_image

config = pulumi.Config()

pinned = config.get("pinned")
if pinned:
    image = get_image(id=pinned)
else:
    image = get_image(
        name_regex=config.require("pattern"),
        owner=config.require("owner"),
        visibility=config.get("visibility"),
        most_recent=True,
    )

pulumi.export("id", image.id)
pulumi.export("name", image.name)
pulumi.export("created_at", image.created_at)
