"""What an earlier creation of the same resource has left, when its run was cut off before the state knew of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Image

from ..conditions import Conditions
from ..failures import Failed
from ..inputs.source_rules import method
from ..plan.wire import custom
from ..props import FORMATS, Props
from .adopt import same_content
from .update import AT_REST, outstanding

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

_SERVERS = (".", "os_glance_")  # how the names of properties begin that the service itself adds
REST = 60.0  # seconds in which the service gives up an upload whose sender is dead


def found(images: ImageClient, ids: tuple[str, ...], declared: Props, conditions: Conditions) -> Image | None:
    """Return the empty record under one of these ids, ready to be filled; None when there is nothing.

    Raises Failed for an image that is all that the program declares, data included: it may as well be in the state of
    another stack of this name. Any other image is another resource's, or another program's: one without data is warned
    of, as it may be left over, too.
    """
    left = [_at_rest(images, record, conditions) for record in _listed(images, ids, declared)]
    for record in left:
        if left_by_us(record, declared, images.project_id):
            return record
    for record in left:
        if record.status == "queued":
            conditions.warn(f"image {record.id} was begun for this resource and never filled: {_NOBODYS}")
        elif _as_declared(record, declared, images.project_id):
            raise Failed(
                f"image {record.id} ({record.status}) is there already, just as declared: a run that was cut off has "
                "left it, or a stack that has or had this name, in whatever backend, has it in its state: "
                f"adopt={record.id!r} takes it over; {_NOBODYS}; an image_id of its own makes another one"
            )
    return None


_NOBODYS = "if no stack has it, delete it"


def _listed(images: ImageClient, ids: tuple[str, ...], declared: Props) -> list[Image]:
    return list(images.list(id=list(ids), limit=len(ids), **_shown(declared)))


def _at_rest(images: ImageClient, record: Image, conditions: Conditions) -> Image:
    """Wait until an upload has been given up, or is done: its sender may be dead, or alive in another backend."""
    if record.status != "saving":
        return record
    return images.wait(record.id, until=AT_REST, timeout=REST, cancelled=conditions.cancelled, allow_failure=True)


def _shown(declared: Props) -> dict[str, Any]:
    """Return the filters that a list needs to show even an image such as the declared one."""
    hidden: dict[str, Any] = {"os_hidden": True} if declared.get("os_hidden") else {}
    return hidden | ({"visibility": "community"} if declared.get("visibility") == "community" else {})


def left_by_us(record: Image, declared: Props, project: str | None) -> bool:
    """Return whether a record is just what a POST of this program makes.

    It has no data and nothing but what is declared, so that an upload to it can destroy nothing.
    """
    others = record.properties.keys() - custom(declared).keys()
    return (
        record.status == "queued"
        and not record.size
        and _alike(record, declared, project)
        and all(key.startswith(_SERVERS) for key in others)
    )


def _as_declared(record: Image, declared: Props, project: str | None) -> bool:
    """Return whether a record with data, or on its way to it, is what this program would make.

    The service adds properties of its own along with the data.
    """
    sourced = method(declared) != "upload" or declared.get("local_file_path") or declared.get("image_source_url")
    return bool(sourced) and _alike(record, declared, project) and same_content(record, declared)


def _alike(record: Image, declared: Props, project: str | None) -> bool:
    """Return whether a record of this project holds what is declared, and no mark that is not."""
    flags = [record.protected and not declared.get("protected"), record.os_hidden and not declared.get("os_hidden")]
    return bool(
        project
        and record.owner == (declared.get("owner") or project)
        and all(getattr(record, key) == declared.get(key) for key in (*FORMATS, "license_switch"))
        and not outstanding(record, declared, frozenset())
        and not any(flags)
        and not (record.tags and not declared.get("tags"))
    )
