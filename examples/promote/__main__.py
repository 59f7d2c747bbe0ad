"""Build in one tenant, use in another: an image is promoted from the build tenant to production.

    pulumi config set image noble.qcow2
    pulumi config set --path 'build.cloud' build              # clouds of clouds.yaml
    pulumi config set --path 'production.cloud' production
    pulumi config set production_id 4f4f8a1d3a4b4c6f9a53b6e7f0a1c2d3
    pulumi up                                                 # builds and offers; production does not see it yet
    pulumi config set promoted true
    pulumi up                                                 # production accepts

Taking `promoted` back takes the image out of production's lists. The data stays with the build tenant, and is never
copied. Where production needs its own data (NTT Enterprise Cloud, another region), use `ImageCopy` in the place of
`ImageMember` and `ImageMemberAcceptance`.
"""

import pulumi

from ecl_pulumi_images import Image, ImageMember, ImageMemberAcceptance, Provider, get_image_output

config = pulumi.Config()
build = Provider("build", **config.require_object("build"))
production = Provider("production", **config.require_object("production"))

image = Image(
    "candidate",
    pulumi.ResourceOptions(provider=build),
    local_file_path=config.require("image"),
    visibility="shared",
)
offer = ImageMember(
    "offer",
    pulumi.ResourceOptions(provider=build),
    image_id=image.id,
    member_id=config.require("production_id"),
)
pulumi.export("candidate", image.id)

if config.get_bool("promoted"):
    accepted = ImageMemberAcceptance(
        "promotion",
        pulumi.ResourceOptions(provider=production),
        image_id=offer.image_id,
    )
    seen = get_image_output(id=accepted.image_id, provider=production)  # with production's own eyes
    pulumi.export("promoted", seen.id)
    pulumi.export("status", seen.status)
