"""The demo's steps. Each claim is checked against the image service itself, not against Pulumi's word."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ecl_pulumi_images import client

from .quickstart import Quickstart
from .telling import claim, heading, record, say


@dataclass
class Story:
    """One image's life. `images` speaks to the same project as the stack; `file` is what is uploaded."""

    quickstart: Quickstart
    images: client.ImageClient
    file: Path
    image_id: str = ""

    def tell(self) -> None:
        """Everything but the end."""
        self.preview()
        self.up()
        self.ask_the_service()
        self.change()
        self.preview_again()
        self.drift()

    def preview(self) -> None:
        heading("pulumi preview: what would be created")
        changes = self.quickstart.preview()
        claim("it would create one image in one stack", changes == {"create": 2})
        claim("nothing was created yet", not list(self.images.list()))

    def up(self) -> None:
        heading("pulumi up: the record, then the data, then the check of what arrived")
        outputs = self.quickstart.up()
        self.image_id = outputs["id"]
        claim(f"the image {self.image_id} is active", outputs["status"] == "active")

    def ask_the_service(self) -> None:
        heading("what the image service itself says")
        found = self.images.get(self.image_id)
        record(found)
        with self.file.open("rb") as file:
            sha512 = hashlib.file_digest(file, "sha512").hexdigest()
        same = (found.size, found.os_hash_value) == (self.file.stat().st_size, sha512)
        claim("size and SHA-512 are those of the file", same)
        claim("tags and properties are as declared", _declared(found) == (("quickstart",), "ubuntu", None))

    def change(self) -> None:
        heading("a new name, another tag, one more property: the preview, and the patch that it takes")
        self.quickstart.configure({"name": "quickstart-lts", "tags[0]": "lts"})
        self.quickstart.configure({"properties.os_distro": "ubuntu", "properties.hw_disk_bus": "virtio"})
        claim("it would update the image", self.quickstart.preview() == {"same": 1, "update": 1})
        outputs = self.quickstart.up()
        claim("it is still the same image", outputs["id"] == self.image_id)
        self.confirm_declared()

    def confirm_declared(self) -> None:
        found = self.images.get(self.image_id)
        held = found.name == "quickstart-lts" and _declared(found) == (("lts",), "ubuntu", "virtio")
        claim("the service holds the name, tag and properties that are declared", held)

    def preview_again(self) -> None:
        heading("a second preview: no changes")
        claim("nothing would change", self.quickstart.preview(expect_no_changes=True) == {"same": 2})

    def drift(self) -> None:
        heading("drift: somebody changes a property and the tags by hand, and a scanner leaves its mark")
        by_hand: list[client.Patch] = [
            client.UpdateImageProperty("replace", "os_distro", "debian"),
            client.ReplaceImageTags(["by-hand"]),
            client.UpdateImageProperty("add", "scanned_by", "scanner"),
        ]
        record(self.images.update(self.image_id, by_hand))
        say("\npulumi refresh finds it:")
        claim("one resource has drifted", self.quickstart.refresh() == {"same": 1, "update": 1})
        say("\npulumi up will repair it:")
        claim("it would update the image", self.quickstart.preview() == {"same": 1, "update": 1})
        self.quickstart.up()
        self.confirm_declared()
        mark = self.images.get(self.image_id).properties.get("scanned_by")
        claim("the scanner's mark, which nobody declared, is still there", mark == "scanner")

    def destroy(self) -> None:
        heading("pulumi destroy")
        claim("image and stack are deleted", self.quickstart.destroy() == {"delete": 2})
        claim("the service has no image left", not list(self.images.list()))


def _declared(image: client.Image) -> tuple[tuple[str, ...], str | None, str | None]:
    return tuple(image.tags), image.properties.get("os_distro"), image.properties.get("hw_disk_bus")
