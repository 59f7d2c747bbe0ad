"""An image service that keeps its images, and misbehaves where a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ecl_pulumi_images.client import Image, ImageClient
from ecl_pulumi_images.client.images.decode import decode_image
from tests.support.callers import anonymous
from tests.support.clock import Clock
from tests.support.ecl_app import EclApp, served

Fault = Callable[[str, str, Any], "tuple[str, Any] | None"]  # method, path, body -> the answer, None for a right one


def refusal(status: str, words: str = "as the test wants it") -> tuple[str, dict[str, str]]:
    """An error answer as Glance gives it."""
    return status, {"message": words, "code": status, "title": status[4:]}


class Service(EclApp):
    """fault: asked first about every request, also to change what is held behind the caller's back."""

    def __init__(self, fault: Fault = lambda *_: None) -> None:
        super().__init__()
        self.fault = fault
        self.clock = Clock()

    def _answer(self, method: str, path: str, body: Any) -> tuple[str, Any]:
        return self.fault(method, path, body) or super()._answer(method, path, body)

    def asked(self, method: str = "") -> list[str]:
        """Method and path of the requests, of one method or of all; the ids left out."""
        told = (f"{called} {path}" for called, path, _ in self.calls if called == (method or called))
        return [line.replace(f"/{image_id}", "/ID") for line in told for image_id in [_id(line)]]

    def made(self, **fields: Any) -> Image:
        """An image that is there already, in use since long ago."""
        _, image = self._create({"disk_format": "raw", "container_format": "bare"})
        self.images[image["id"]] |= {"status": "active", "size": 4, **fields}
        return decode_image(self.images[image["id"]])


@contextmanager
def client_of(service: Service) -> Iterator[ImageClient]:
    """A client of the service on loopback; pauses cost no time."""
    with served(service) as url:
        yield anonymous(url, service.clock)


def _id(line: str) -> str:
    parts = line.split("/")
    return parts[3] if len(parts) > 3 else "-"
