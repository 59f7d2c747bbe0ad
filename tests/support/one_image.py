"""One image as a made-up service answers it, and clients of such services whose pauses take no time."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from keystoneauth1 import adapter, noauth, session
from keystoneauth1.identity import v3

from ecl_pulumi_images.client import CreateOpts, ImageClient, ReplaceImageName
from ecl_pulumi_images.client.transport import Transport
from tests.support.clock import Clock
from tests.support.http_server import Answer

ID = str(uuid4())
IMAGE = {"id": ID, "name": "noble", "status": "queued"}
NAMED = {"x-openstack-request-id": "req-1"}
GONE = Answer(404, {"message": f"No image found with ID {ID}", "code": "404 Not Found", "title": "Not Found"}, NAMED)
PATCH = [ReplaceImageName("noble")]
CREATE = CreateOpts(name="noble")


def client_of(url: str, clock: Clock | None = None) -> ImageClient:
    """A client without Keystone whose pauses take no time."""
    made = adapter.Adapter(session.Session(auth=noauth.NoAuth()), endpoint_override=url, service_type="image")
    return ImageClient(made, transport=Transport(made, clock=clock or Clock(), jitter=lambda: 0.5))


def with_keystone(url: str, clock: Clock | None = None, **place: Any) -> ImageClient:
    auth = v3.Password(f"{url}/v3", username="me", password="secret", user_domain_id="default", project_id="P")
    made = adapter.Adapter(session.Session(auth=auth), service_type="image", interface="public", **place)
    return ImageClient(made, transport=Transport(made, clock=clock or Clock(), jitter=lambda: 0.5))
