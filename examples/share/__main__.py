"""One image, shared with a list of tenants.

    pulumi config set image noble.qcow2
    pulumi config set --path 'tenants[0]' 4f4f8a1d3a4b4c6f9a53b6e7f0a1c2d3    # ids, not names
    pulumi config set --path 'tenants[1]' 9c1e0d5a7b2f4e38a6d4c5b3f2e1a0b9
    pulumi up

A tenant that is taken off the list loses its access. Each tenant accepts with its own credentials
(`openstack image set --accept IMAGE`, or an `ImageMemberAcceptance` in its own program) to see the image in its lists.
"""

import pulumi

from ecl_pulumi_images import Image, ImageMember

config = pulumi.Config()

image = Image("shared", local_file_path=config.require("image"), visibility="shared")

answers = {}
for tenant in config.require_object("tenants"):
    member = ImageMember(f"shared-with-{tenant}", image_id=image.id, member_id=tenant)
    answers[tenant] = member.status

pulumi.export("id", image.id)
pulumi.export("answers", answers)
