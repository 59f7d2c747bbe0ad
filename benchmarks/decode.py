"""CPU time to turn a page of a listing into images: bare json.loads, marshmallow, and this client.

    python benchmarks/decode.py [IMAGES] [ROUNDS]

Each round runs every way once, so that a busy machine disturbs all alike; medians are shown. No network.
"""

from __future__ import annotations

import gc
import hashlib
import json
import platform
import sys
import time
import uuid
from collections.abc import Callable
from importlib.metadata import version
from statistics import median

from marshmallow import EXCLUDE, Schema, fields

from ecl_pulumi_images.client.images import fields as image_schema
from ecl_pulumi_images.client.images.page import decode_page


class OrdinarySchema(Schema):
    """The same fields as anyone would write them first: marshmallow's own, custom properties dropped."""

    class Meta:
        unknown = EXCLUDE

    id = fields.String(required=True)
    name = fields.String(allow_none=True)
    status = fields.String()
    visibility = fields.String()
    size = fields.Integer(allow_none=True)
    virtual_size = fields.Integer(allow_none=True)
    checksum = fields.String(allow_none=True)
    os_hash_algo = fields.String(allow_none=True)
    os_hash_value = fields.String(allow_none=True)
    os_hidden = fields.Boolean()
    protected = fields.Boolean()
    min_disk = fields.Integer()
    min_ram = fields.Integer()
    container_format = fields.String(allow_none=True)
    disk_format = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    owner = fields.String(allow_none=True)
    tags = fields.List(fields.String())
    self = fields.String()
    file = fields.String()
    schema = fields.String()


def page(count: int) -> bytes:
    """Return a page of `count` images as Glance 33 writes them, each with five properties, two tags and a store."""
    return json.dumps({"images": [_image(number) for number in range(count)], "first": "/v2/images"}).encode()


def _image(number: int) -> dict[str, object]:
    image_id = str(uuid.UUID(int=number + 1))
    properties = {f"hw_property_{index}": f"value {index}" for index in range(5)}
    return properties | {
        "name": f"golden-{number}",
        "disk_format": "qcow2",
        "container_format": "bare",
        "visibility": "shared",
        "size": number << 20,
        "virtual_size": None,
        "status": "active",
        "checksum": hashlib.sha256(str(number).encode()).hexdigest()[:32],
        "protected": False,
        "min_ram": 512,
        "min_disk": 20,
        "owner": "a7509e1ae65945fda83f3e52c6296017",
        "os_hidden": False,
        "os_hash_algo": "sha512",
        "os_hash_value": hashlib.sha512(str(number).encode()).hexdigest(),
        "id": image_id,
        "created_at": "2026-01-02T03:04:05Z",
        "updated_at": "2026-01-02T03:04:06Z",
        "tags": ["lts", "golden"],
        "self": f"/v2/images/{image_id}",
        "file": f"/v2/images/{image_id}/file",
        "schema": "/v2/schemas/image",
        "stores": "fast",
    }


def ways(body: bytes) -> dict[str, Callable[[], object]]:
    """Return each way to read the page; the first is what the others are compared with."""
    ordinary = OrdinarySchema(many=True)
    return {
        "json.loads alone": lambda: json.loads(body)["images"],
        "this client: decode_page": lambda: decode_page(body).images,
        "this client, Schema.load only": lambda: [image_schema.decode(wire) for wire in json.loads(body)["images"]],
        "marshmallow's own fields, to dict": lambda: ordinary.load(json.loads(body)["images"]),
    }


def seconds(way: Callable[[], object]) -> float:
    """Return the CPU time of one call, with the garbage of others collected before."""
    gc.collect()
    start = time.process_time()
    result = way()
    spent = time.process_time() - start
    del result
    return spent


def main(count: int = 1000, rounds: int = 15) -> None:
    """Print microseconds of CPU per image and the ratio to bare json.loads."""
    body = page(count)
    candidates = ways(body)
    spent: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, way in candidates.items():
            spent[name].append(seconds(way))
    print(f"{count} images of {len(body) // count} bytes, median of {rounds} rounds,", end=" ")
    print(f"Python {platform.python_version()}, marshmallow {version('marshmallow')}")
    bare = median(next(iter(spent.values())))
    for name, times in spent.items():
        print(f"{median(times) / count * 1e6:9.2f} us an image {median(times) / bare:7.2f} x bare  {name}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
