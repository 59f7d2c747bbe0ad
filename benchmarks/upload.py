"""Uploads of a sparse file: this client with hashing and verification, beside curl -T and beside the hashes alone.

python -m benchmarks.upload [MIB] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks._measure import curl, hash_alone, new_image, ours, print_ratio_to_hashes, rounds, sink
from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud

UUID = "6f1c4a52-0d6d-4d6f-9a39-5d2c1b3f7a10"


def main(mib: int = 2048, count: int = 3) -> None:
    """Print seconds and ratios: to a server that discards the body, and to a real Glance."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sparse.img")
        path.touch()
        path.open("r+b").truncate(mib << 20)
        print(f"{mib} MiB, best of {count} rounds")
        _to_sink(path, count)
        _to_glance(path, count)


def _to_sink(path: Path, count: int) -> None:
    size, memory = path.stat().st_size, [0.0]

    def upload() -> float:
        spent = ours("upload", url, "", UUID, str(path), "0")
        memory.append(spent["memory"])
        return spent["seconds"]

    with sink(size) as url:
        ways = {
            "this client": upload,
            "curl -T": lambda: curl(f"{url}/v2/images/{UUID}/file", "", path),
            "md5 alone": lambda: hash_alone("md5", size),
            "sha512 alone": lambda: hash_alone("sha512", size),
        }
        spent = rounds(ways, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  discarded: {name}")
    print_ratio_to_hashes(spent, max(memory))


def _to_glance(path: Path, count: int) -> None:
    with LocalCloud() as cloud:
        images = client.connect(cloud="demo1", config_files=[cloud.clouds_yaml], load_envvars=False)
        url, token = images.endpoint, images._transport.token()  # curl and the other process need the same token

        def upload() -> float:
            image = new_image(images)
            seconds = ours("upload", url, token, image, str(path), "1")["seconds"]
            images.delete(image)
            return seconds

        def put() -> float:
            image = new_image(images)
            seconds = curl(f"{url}/v2/images/{image}/file", token, path)
            images.delete(image)
            return seconds

        spent = rounds({"this client, verified": upload, "curl -T": put}, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  Glance: {name}")
    print(f"{spent['curl -T'] / spent['this client, verified']:8.2f} of curl's speed (aim: 0.95)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
