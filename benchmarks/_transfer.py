"""One upload or download by this client, in a process of its own. Prints seconds, CPU seconds and the peak of memory.

python -m benchmarks._transfer upload|download URL TOKEN IMAGE PATH VERIFY
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from ecl_pulumi_images import client


def main(what: str, url: str, token: str, image_id: str, path: str, verify: str) -> None:
    """`token` may be empty, for a service without Keystone. VERIFY is 1 or 0."""
    images = client.connect(
        auth_type="admin_token" if token else "none",
        **({"endpoint": url, "token": token} if token else {}),
        endpoint_override=url,
        load_envvars=False,
        load_yaml_config=False,
    )
    assert images.endpoint
    began, cpu = time.perf_counter(), time.process_time()
    if what == "download":
        images.download(image_id, path, verify=verify == "1")
    else:
        sent = images.upload(image_id, path, hashes=("sha512",))  # what this Glance keeps, as Image does
        if verify == "1":
            client.verify(sent, images.get(image_id))
    spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "memory": _peak()}
    print(json.dumps(spent))


def _peak() -> float:
    """MiB of memory at the most. getrusage would count what the parent had before it became this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
