"""What the transfer benchmarks share: processes, rounds, and the local cloud."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ecl_pulumi_images.client.http.session import BLOCK

Way = Callable[[], float]


@contextmanager
def sink(size: int) -> Iterator[str]:
    """The URL of a server that discards what is sent and gives `size` zeros."""
    command = [sys.executable, "-m", "benchmarks._sink", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def ours(*arguments: str) -> dict[str, float]:
    """One transfer by this client: seconds, cpu, memory."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._transfer", *arguments], check=True, capture_output=True, text=True
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def curl(url: str, token: str, upload: Path | None = None) -> float:
    """Seconds of one transfer by curl, its start included (about 10 ms): Content-Length, no Expect, no hashes."""
    program = shutil.which("curl")
    if program is None:
        return _without_curl(url, token, upload)
    headers = ["Content-Type: application/octet-stream", "Expect:", *([f"X-Auth-Token: {token}"] if token else [])]
    options = [part for header in headers for part in ("-H", header)]
    what = ["-T", str(upload)] if upload else ["-o", os.devnull]
    began = time.perf_counter()
    subprocess.run([program, "--silent", "--show-error", "--fail", *options, *what, url], check=True)
    return time.perf_counter() - began


def curl_into_hash(url: str, token: str, algorithm: str) -> float:
    """Seconds of a download by curl into coreutils' program for a hash: what people type to be sure of the data."""
    fetch, digest = shutil.which("curl"), shutil.which(f"{algorithm}sum")
    if fetch is None or digest is None:
        raise SystemExit(f"this benchmark needs curl and {algorithm}sum")
    header = ["-H", f"X-Auth-Token: {token}"] if token else []
    began = time.perf_counter()
    with subprocess.Popen([fetch, "--silent", "--show-error", "--fail", *header, url], stdout=subprocess.PIPE) as data:
        subprocess.run([digest], stdin=data.stdout, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _without_curl(url: str, token: str, upload: Path | None) -> float:
    """The least that Python can do: sendfile, or reading into one buffer."""
    there = urlsplit(url)
    headers = {"Content-Type": "application/octet-stream", "X-Auth-Token": token}
    began = time.perf_counter()
    connection = http.client.HTTPConnection(there.netloc)
    connection.putrequest("PUT" if upload else "GET", there.path)
    length = {"Content-Length": str(upload.stat().st_size)} if upload else {}
    for name, value in {**headers, **length}.items():
        connection.putheader(name, value)
    connection.endheaders()
    if upload:
        with upload.open("rb") as file:
            connection.sock.sendfile(file)
    answer, buffer = connection.getresponse(), bytearray(BLOCK)
    assert answer.status < 300, answer.status
    while answer.readinto(buffer):
        pass
    return time.perf_counter() - began


def hash_alone(algorithm: str, size: int) -> float:
    """Seconds to hash so many bytes that are in memory already."""
    block, digest = bytes(BLOCK), hashlib.new(algorithm, usedforsecurity=False)
    began = time.perf_counter()
    for _ in range(size // BLOCK):
        digest.update(block)
    return time.perf_counter() - began


def rounds(ways: Mapping[str, Way], count: int) -> dict[str, float]:
    """The best time of each way, which a busy machine disturbs least. Each round runs every way once."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(count):
        order = list(ways.items())
        for name, way in order if number % 2 == 0 else reversed(order):
            spent[name].append(way())
    return {name: min(times) for name, times in spent.items()}


def new_image(images: Any) -> str:
    """A record that waits for data."""
    from ecl_pulumi_images import client

    opts = client.CreateOpts(name="benchmark", disk_format="raw", container_format="bare")
    return str(images.create(opts).id)


def print_ratio_to_hashes(spent: Mapping[str, float], memory: float) -> None:
    """How the transfer compares with the slowest hash, and with what so many cores can do at all."""
    hashes, cores = [spent["md5 alone"], spent["sha512 alone"]], os.cpu_count() or 1
    least = max(*hashes, sum(hashes) / cores)
    print(f"{spent['this client'] / max(hashes):8.2f} x the slowest hash alone (aim: 1.1)")
    print(f"{spent['this client'] / least:8.2f} x what the hashes take on {cores} cores that do nothing else")
    print(f"{memory:8.0f} MiB of memory at the most (aim: under 80)")
