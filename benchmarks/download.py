"""Downloads: this client with hashing and verification, beside curl and beside the hashes alone.

python -m benchmarks.download [MIB] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks._measure import curl, hash_alone, new_image, ours, print_ratio_to_hashes, rounds, sink
from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud

UUID = "6f1c4a52-0d6d-4d6f-9a39-5d2c1b3f7a10"
NOWHERE = "/dev/null"


def main(mib: int = 2048, count: int = 3) -> None:
    """Print seconds and ratios: from a server that gives zeros, and from a real Glance."""
    size = mib << 20
    print(f"{mib} MiB, best of {count} rounds")
    _from_sink(size, count)
    _from_glance(size, count)


def _from_sink(size: int, count: int) -> None:
    memory = [0.0]

    def download() -> float:
        spent = ours("download", url, "", UUID, NOWHERE, "0")
        memory.append(spent["memory"])
        return spent["seconds"]

    with sink(size) as url:
        ways = {
            "this client": download,
            "curl": lambda: curl(f"{url}/v2/images/{UUID}/file", ""),
            "md5 alone": lambda: hash_alone("md5", size),
            "sha512 alone": lambda: hash_alone("sha512", size),
        }
        spent = rounds(ways, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  zeros: {name}")
    print_ratio_to_hashes(spent, max(memory))


def _from_glance(size: int, count: int) -> None:
    with LocalCloud() as cloud, tempfile.TemporaryDirectory() as folder:
        images = client.connect(cloud="demo1", config_files=[cloud.clouds_yaml], load_envvars=False)
        path = Path(folder, "sparse.img")
        path.touch()
        path.open("r+b").truncate(size)
        image = new_image(images)
        images.upload(image, path)
        url, token = images.endpoint, images._transport.token()  # curl and the other process need the same token
        ways = {
            "this client, verified": lambda: ours("download", url, token, image, NOWHERE, "1")["seconds"],
            "curl": lambda: curl(f"{url}/v2/images/{image}/file", token),
        }
        spent = rounds(ways, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  Glance: {name}")
    bound = max(spent["curl"], hash_alone("md5", size), hash_alone("sha512", size))
    print(
        f"{bound / spent['this client, verified']:8.2f} of the speed of curl, or of the slowest hash if that is slower"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
