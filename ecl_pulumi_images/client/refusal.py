"""Why the service forbids a change: 403 stands for several reasons (SDPF API reference, "Delete image"). Pure."""

from __future__ import annotations

from ecl_pulumi_images.client.image import Image


def explained(image: Image, project_id: str | None, *, deleting: bool) -> str:
    """What about the image, and about whose project it is asked for, explains a 403."""
    if deleting and image.protected:
        return "the image is protected: set protected to false first"
    if image.owner and project_id and image.owner != project_id:
        return f"the image belongs to project {image.owner}, these credentials are for {project_id}"
    return "neither protection nor ownership forbids it: a read-only field, or the cloud's policy"
