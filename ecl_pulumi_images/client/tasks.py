"""What the service did and does with an image in the background.

API: https://docs.openstack.org/api-ref/image/v2/#show-tasks-associated-with-image
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .http.response import json_list
from .transport import Transport
from .wire.field import WireField, instant
from .wire.paths import image_path
from .wire.record import RecordSchema, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task, such as an import. status: pending, processing, success or failure; message: why it failed."""

    id: str = ""
    type: str = ""
    status: str = ""
    message: str = ""
    owner: str = ""
    image_id: str = ""
    request_id: str = ""
    user_id: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    expires_at: datetime | None = None


class TaskSchema(RecordSchema):
    """The wire form of a task. Its input is left out: it can hold a signed URL."""

    id = WireField(str)
    type = WireField(str)
    status = WireField(str)
    message = WireField(str)
    owner = WireField(str)
    image_id = WireField(str)
    request_id = WireField(str)
    user_id = WireField(str)
    created_at = WireField(str, instant)
    updated_at = WireField(str, instant)
    expires_at = WireField(str, instant)


_TASK = TaskSchema()


def tasks(transport: Transport, image_id: str) -> list[Task]:
    """The tasks of an image, API 2.12 and later. Raises NotFound for no such image, and on older servers."""
    found = json_list(transport.call("GET", image_path(image_id, "/tasks")), "tasks", dict)
    return [record(Task, _TASK, one) for one in found]
