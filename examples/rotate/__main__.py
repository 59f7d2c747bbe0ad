"""Releases of one image: the newest is in use, the ones before it are out of sight but can still be had by id.

    pulumi config set --path 'releases[0].version' 2026.02
    pulumi config set --path 'releases[0].file' noble-2026.02.qcow2
    pulumi config set --path 'releases[1].version' 2026.01
    pulumi config set --path 'releases[1].file' noble-2026.01.qcow2
    pulumi up

The newest release stands first. An older one depends on it, so it is hidden only when the new image is active and its
data is verified; when the upload fails, the older one stays as it is. A release that is taken off the list is deleted
at the very end of that run. Set `hide` to false for services before Image API 2.7: they cannot hide, so only the tags
tell the newest one.
"""

from collections.abc import Mapping

import pulumi

from ecl_pulumi_images import Image

config = pulumi.Config()
hide = config.get_bool("hide") is not False
newest, *older = config.require_object("releases")


def release(entry: Mapping[str, str], *, current: bool, opts: pulumi.ResourceOptions | None = None) -> Image:
    return Image(
        f"noble-{entry['version']}",
        opts,
        name="noble",
        local_file_path=entry["file"],
        tags=["current" if current else "superseded"],
        os_hidden=not current if hide else None,
        properties={"release": entry["version"]},
    )


current = release(newest, current=True)
for entry in older:
    release(entry, current=False, opts=pulumi.ResourceOptions(depends_on=[current]))

pulumi.export("current", current.id)
