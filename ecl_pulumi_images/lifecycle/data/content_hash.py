"""The identity of a local file: the hash of its content, not its path.

Hashing a large image takes seconds, and every preview asks. So each result is kept in the user's cache folder
under the file's path, size, modification time and inode; a touched file is hashed anew and found unchanged.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from ecl_pulumi_images.client import BadSource

from .local_file import opened

ALGORITHM = "sha512"  # what Glance calls os_hash_algo by default, so that both can be compared


def content_hash(path: str | os.PathLike[str]) -> str | None:
    """Return ``sha512:`` and the hex digest of a file's content.

    None when it cannot be uploaded: check() then says why, with the property's name.
    """
    with suppress(BadSource), opened(os.fspath(path)) as file:
        facts = _facts(path, os.fstat(file.fileno()))
        digest = _recall(facts)
        if digest is None:
            digest = _digest(file)
            if _facts(path, os.fstat(file.fileno())) == facts:
                _remember(facts, digest)
        return f"{ALGORITHM}:{digest}"
    return None


def proved_by_md5(recorded: Mapping[str, Any], declared: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the recorded outputs with the hash of the declared file, if only an MD5 can prove that they are of it.

    Services before Image API 2.7 keep no other hash. So an image that was taken over and is declared with its file for
    the first time would be replaced; once declared, its state has the file's hash.
    """
    path, held = declared.get("local_file_path"), recorded.get("checksum")
    known = any(recorded.get(key) for key in ("os_hash_value", "content_hash", "image_source_url"))
    if not path or not held or known or declared.get("decompress"):
        return recorded
    with suppress(BadSource), opened(path) as file:
        if os.fstat(file.fileno()).st_size == recorded.get("size") and _digest(file, "md5") == held:
            return {**recorded, "content_hash": declared.get("content_hash")}
    return recorded


def cache_folder() -> Path:
    """Return the folder of remembered hashes (XDG base directory specification).

    Raises FileNotFoundError where neither XDG_CACHE_HOME nor a home folder says one.
    """
    base = os.environ.get("XDG_CACHE_HOME") or _home() / ".cache"
    return Path(base) / "ecl-pulumi-images" / "hashes"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:  # no HOME, and a user id without a name: a container's, say
        raise FileNotFoundError("no home folder is known") from error


def file_digest(path: str, algorithm: str) -> str:
    """Return the hex digest of a file's content; `algorithm` is hashlib's name. Raises BadSource."""
    with opened(path) as file:
        return _digest(file, algorithm)


def _digest(file: BinaryIO, algorithm: str = ALGORITHM) -> str:
    digest = hashlib.new(algorithm, usedforsecurity=False)
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _facts(path: str | os.PathLike[str], seen: os.stat_result) -> dict[str, str | int]:
    return {
        "path": os.path.realpath(path),
        "size": seen.st_size,
        "mtime": seen.st_mtime_ns,
        "ctime": seen.st_ctime_ns,
        "inode": seen.st_ino,
    }


def _entry(facts: dict[str, str | int]) -> Path:
    name = hashlib.sha256(str(facts["path"]).encode("utf-8", "surrogateescape")).hexdigest()
    return cache_folder() / name[:32]


def _recall(facts: dict[str, str | int]) -> str | None:
    with suppress(OSError, ValueError):
        kept = json.loads(_entry(facts).read_text("utf-8"))
        if isinstance(kept, dict) and kept.get("facts") == facts:
            return str(kept["digest"])
    return None


def _remember(facts: dict[str, str | int], digest: str) -> None:
    with suppress(OSError):  # a cache that cannot be written only costs time
        entry = _entry(facts)
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=entry.parent)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  an open descriptor
            json.dump({"facts": facts, "digest": digest}, file)
        Path(name).replace(entry)
