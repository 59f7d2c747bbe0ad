"""What the tests beside it share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.conditions import Conditions
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.image.create import create
from tests.support.service import Service, client_of


def made(service: Service, file: Path, how: Conditions | None = None, **declared: Any) -> Any:
    given = {"name": "x", "local_file_path": str(file), "content_hash": content_hash(file), **declared}
    inputs, failures = check(given)
    assert failures == []
    with client_of(service) as images:
        return create(images, inputs, how or Conditions(clock=service.clock))
