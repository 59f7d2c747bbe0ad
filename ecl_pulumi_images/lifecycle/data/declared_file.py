"""The local file of an image as a program names it, and as its name arrives.

A program hashes its file in a thread of its own, which keeps nobody waiting. Pulumi's transformations may name
another file after that, and `ignore_changes` brings back the one in the state. So the hash travels with the path that
it belongs to, and is believed for that path only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..props import Props
from .content_hash import content_hash
from .local_file import located

#: Input by which the program says in which `folder` it runs, and which path it has `hashed`. No state holds it.
PROGRAM = "_program"


def with_its_hash(declared: Props, before: Props = MappingProxyType({})) -> dict[str, Any]:
    """Return the inputs with the absolute path of the local file that they name, and the hash of its content.

    declared: the known inputs, as they arrive. before: the inputs in the state: a file that may be gone, as its changes
    are ignored, keeps its hash. Reads the file when the program has hashed another one.
    """
    given = declared.get(PROGRAM)
    program = given if isinstance(given, Mapping) else {}
    inputs = {key: value for key, value in declared.items() if key not in (PROGRAM, "content_hash")}
    path = inputs.get("local_file_path")
    if not isinstance(path, str) or not path:
        return inputs
    inputs["local_file_path"] = path = located(path, program.get("folder"))
    believed = given is None or program.get("hashed") == path
    digest = (believed and declared.get("content_hash")) or content_hash(path)
    if not digest and not believed and path == before.get("local_file_path"):
        digest = before.get("content_hash")
    return inputs | {"content_hash": digest} if digest else inputs
