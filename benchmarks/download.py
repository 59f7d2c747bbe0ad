"""Downloads: this client verified and unverified, beside curl, curl | sha512sum, and the hash alone.

python -m benchmarks.download [MIB] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks._measure import curl, curl_into_hash, hash_alone, new_image, ours, rounds, sink
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
    with sink(size) as url:
        ways = {
            "this client, verify=False": lambda: ours("download", url, "", UUID, NOWHERE, "0")["seconds"],
            "curl": lambda: curl(f"{url}/v2/images/{UUID}/file", ""),
        }
        spent = rounds(ways, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  zeros: {name}")


def _from_glance(size: int, count: int) -> None:
    memory = [0.0]

    def verified() -> float:
        spent = ours("download", url, token, image, NOWHERE, "1")
        memory.append(spent["memory"])
        return spent["seconds"]

    with LocalCloud() as cloud, tempfile.TemporaryDirectory() as folder:
        images = client.connect(cloud="demo1", config_files=[cloud.clouds_yaml], load_envvars=False)
        path = Path(folder, "sparse.img")
        path.touch()
        path.open("r+b").truncate(size)
        image = new_image(images)
        images.upload(image, path)
        url, token = images.endpoint, images._transport.token()  # curl and the other process need the same token
        file = f"{url}/v2/images/{image}/file"
        ways = {
            "this client, verified": verified,
            "this client, verify=False": lambda: ours("download", url, token, image, NOWHERE, "0")["seconds"],
            "curl": lambda: curl(file, token),
            "curl, hashing sha512": lambda: curl_into_hash(file, token, "sha512"),
            "sha512 alone": lambda: hash_alone("sha512", size),
        }
        spent = rounds(ways, count)
    for name, seconds in spent.items():
        print(f"{seconds:8.2f} s  Glance: {name}")
    _print_ratios(spent, max(memory))


def _print_ratios(spent: dict[str, float], memory: float) -> None:
    checked, unchecked = spent["this client, verified"], spent["this client, verify=False"]
    print(
        f"{checked / spent['sha512 alone']:8.2f} x the sha512 alone that a verified download needs (aim: at most 1.1)"
    )
    print(f"{spent['curl'] / unchecked:8.2f} of curl's speed, both unverified (aim: at least 0.95)")
    print(f"{spent['curl, hashing sha512'] / checked:8.2f} of the speed of curl | sha512sum, both verified (aim: 0.95)")
    print(f"{memory:8.0f} MiB of memory at the most (aim: under 80)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
