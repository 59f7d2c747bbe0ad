"""The acts that faults are tried on: what is there before, the act, what another run does, and what is right then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from ecl_pulumi_images.acts.acceptance import AcceptanceKind
from ecl_pulumi_images.acts.image import ImageKind
from ecl_pulumi_images.acts.kind import Kind
from ecl_pulumi_images.acts.member import MemberKind
from ecl_pulumi_images.client import CreateOpts, ImageClient, NotFound, ReplaceImageField
from tests.support.one_resource import OneResource


@dataclass
class World:
    """Where a story takes place.

    owner, member: clients of two projects through the proxy. direct: the owner's without it, for looks. name: of the
    images of this story alone.
    """

    owner: ImageClient
    member: ImageClient
    direct: ImageClient
    folder: Path
    name: str = field(default_factory=lambda: f"cell-{uuid4()}")

    def image(self, **more: Any) -> dict[str, Any]:
        """The inputs of an image with data."""
        return {**self.file("one"), "name": self.name, "tags": ["a"], "properties": {"p": "1"}, **more}

    def file(self, words: str) -> dict[str, Any]:
        path = self.folder / words
        path.write_bytes(words.encode() * 1024)
        return {"local_file_path": str(path), "disk_format": "raw", "container_format": "bare"}

    def shared(self) -> str:
        """An image that may have members."""
        return self.direct.create(CreateOpts(name=self.name, visibility="shared")).id

    def stranger(self) -> str:
        """An image with the data of the file `one`, made by hand."""
        record = self.direct.create(CreateOpts(name=self.name, disk_format="raw", container_format="bare"))
        self.direct.upload(record.id, b"one" * 1024)
        return record.id

    def clean(self) -> None:
        for image in self.direct.list(name=self.name):
            if image.protected:
                self.direct.update(image.id, [ReplaceImageField("protected", False)])
            self.direct.delete(image.id)


@dataclass(frozen=True)
class Scene:
    """resource: what the act is carried out on. act: meets the fault. again: what the next run does, without it.

    wrong: what is not as it should be when all is over; empty when all is well.
    """

    resource: OneResource
    act: Callable[[], None]
    again: Callable[[], None]
    wrong: Callable[[], str]


Story = Callable[[World], Scene]
STORIES: dict[str, Story] = {}


def _story(story: Story) -> Story:
    STORIES[story.__name__.strip("_").replace("_", " ")] = story
    return story


def _up(world: World, before: dict[str, Any] | None, declared: dict[str, Any]) -> Scene:
    resource = OneResource(ImageKind, world.owner)
    if before is not None:
        resource.up(before)

    def up() -> None:
        resource.up(declared)

    return Scene(resource, up, up, lambda: one_image(world, resource, declared))


def one_image(world: World, resource: OneResource, declared: dict[str, Any]) -> str:
    found = list(world.direct.list(name=declared["name"]))
    if [image.id for image in found] != [resource.id]:
        return f"the state has {resource.id}, the service {[(image.id, image.status) for image in found]}"
    image = found[0]
    held = {"tags": sorted(image.tags), "protected": image.protected, "min_disk": image.min_disk}
    wish = {key: sorted(value) if key == "tags" else value for key, value in declared.items() if key in held}
    if odd := {key: held[key] for key in wish if held[key] != wish[key]}:
        return f"the image has {odd}"
    if any(image.properties.get(key) != value for key, value in declared.get("properties", {}).items()):
        return f"properties are {image.properties!r}"
    return _data(image.status, image.checksum, declared)


def _data(status: str, checksum: str | None, declared: dict[str, Any]) -> str:
    wish = "deactivated" if declared.get("deactivated") else "active"
    path = declared.get("local_file_path")
    if path is None:
        return "" if declared.get("adopt") or status == "queued" else f"status is {status}"
    md5 = hashlib.md5(Path(path).read_bytes(), usedforsecurity=False).hexdigest()
    return "" if (status, checksum) == (wish, md5) else f"status is {status}, checksum {checksum}"


@_story
def _create(world: World) -> Scene:
    return _up(world, None, world.image())


@_story
def _create_a_protected_one(world: World) -> Scene:
    return _up(world, None, world.image(protected=True))


@_story
def _create_without_data(world: World) -> Scene:
    return _up(world, None, {"name": world.name, "tags": ["a"]})


@_story
def _create_under_an_id_of_the_program(world: World) -> Scene:
    return _up(world, None, world.image(image_id=str(uuid4())))


@_story
def _adopt(world: World) -> Scene:
    return _up(world, None, world.image(adopt=world.stranger()))


@_story
def _update(world: World) -> Scene:
    return _up(world, world.image(), world.image(tags=["b"], properties={"q": "2"}, min_disk=1))


@_story
def _deactivate(world: World) -> Scene:
    return _up(world, world.image(), world.image(deactivated=True))


@_story
def _replace(world: World) -> Scene:
    return _up(world, world.image(), world.image(**world.file("two")))


@_story
def _read(world: World) -> Scene:
    scene = _up(world, world.image(), world.image())
    return Scene(scene.resource, scene.resource.refresh, scene.again, scene.wrong)


def _destroyed(world: World, **more: Any) -> Scene:
    resource = OneResource(ImageKind, world.owner)
    resource.up(world.image(**more))
    return Scene(resource, resource.destroy, resource.destroy, lambda: _nothing(world))


def _nothing(world: World) -> str:
    left = [image.id for image in world.direct.list(name=world.name)]
    return f"left: {left}" if left else ""


@_story
def _delete(world: World) -> Scene:
    return _destroyed(world)


@_story
def _delete_a_protected_one(world: World) -> Scene:
    return _destroyed(world, protected=True, force_destroy=True)


def _member(world: World, shared: bool) -> tuple[OneResource, dict[str, str], Callable[[], str | None]]:
    """A share in a state, the inputs, and a look at what the service says of it."""
    image_id, project = world.shared(), str(world.member.project_id)
    declared = {"image_id": image_id, "member_id": project}
    share = _of(MemberKind, world.owner)
    if shared:
        share.up(declared)

    def status() -> str | None:
        try:
            return world.direct.get_member(image_id, project).status
        except NotFound:
            return None

    return share, declared, status


def _of(kind: type[Kind], images: ImageClient) -> OneResource:
    return OneResource(kind, images, "share")


def _right(resource: OneResource, found: str | None, wish: str | None, **recorded: str) -> str:
    if found != wish:
        return f"the share is {found}, should be {wish}"
    odd = {key: resource.outputs.get(key) for key, value in recorded.items() if resource.outputs.get(key) != value}
    return f"the state has {odd}" if odd else ""


@_story
def _share(world: World) -> Scene:
    share, declared, status = _member(world, shared=False)

    def up() -> None:
        share.up(declared)

    return Scene(share, up, up, lambda: _right(share, status(), "pending", status="pending", **declared))


@_story
def _read_a_share(world: World) -> Scene:
    share, declared, status = _member(world, shared=True)
    again = lambda: share.up(declared)  # noqa: E731
    return Scene(share, share.refresh, again, lambda: _right(share, status(), "pending", status="pending", **declared))


@_story
def _withdraw_a_share(world: World) -> Scene:
    share, _, status = _member(world, shared=True)
    return Scene(share, share.destroy, share.destroy, lambda: _right(share, status(), None))


_KEPT = {"reject_on_delete": True}


def _answered(world: World, before: str | None, wish: str) -> tuple[OneResource, Scene]:
    _, declared, status = _member(world, shared=True)
    answer = _of(AcceptanceKind, world.member)
    if before:
        answer.up({**declared, **_KEPT, "status": before})

    def up() -> None:
        answer.up({**declared, **_KEPT, "status": wish})

    return answer, Scene(answer, up, up, lambda: _right(answer, status(), wish, status=wish, **declared))


@_story
def _accept_a_share(world: World) -> Scene:
    return _answered(world, None, "accepted")[1]


@_story
def _change_an_answer(world: World) -> Scene:
    return _answered(world, "accepted", "rejected")[1]


@_story
def _read_an_answer(world: World) -> Scene:
    answer, scene = _answered(world, "accepted", "accepted")
    return Scene(answer, answer.refresh, scene.again, scene.wrong)


@_story
def _take_an_answer_back(world: World) -> Scene:
    _, declared, status = _member(world, shared=True)
    answer = _of(AcceptanceKind, world.member)
    answer.up({**declared, **_KEPT, "status": "accepted"})
    return Scene(answer, answer.destroy, answer.destroy, lambda: _right(answer, status(), "rejected"))


@contextmanager
def told(story: str, world: World) -> Iterator[Scene]:
    """The story, up to its act; what it leaves is removed."""
    try:
        yield STORIES[story](world)
    finally:
        world.clean()
