"""Property bags between the engine's wire and the acts: plain values here, marks of secrets and unknowns there.

The wire's signatures are those of pulumi/sdk/go/common/resource/plugin/rpc.go and .../properties.go.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from google.protobuf import struct_pb2

from ecl_pulumi_images.acts.secrets import SECRETS
from ecl_pulumi_images.acts.unknown import Unknown
from ecl_pulumi_images.provider.bags import PROVIDER_KEY

SIGNATURE = "4dabf18193072939515e22adb298388d"  # the key that tells a marked value from a map
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  the engine's mark
#: What stands for a value that a preview cannot know: one for each type. Python's SDK knows that of text only.
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UNKNOWNS = frozenset((
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # true or false
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # a number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # a list
    "030794c1-ac77-496b-92df-f27374a8bd58",  # an asset
    "e48ece36-62e2-4504-bad9-02848725956a",  # an archive
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # a map
))  # fmt: skip
Path = tuple[str, ...]


def opened(struct: Any) -> dict[str, Any]:
    """Return a bag's values. The inputs that are marked secret are listed as `secret_inputs`, as the acts want it."""
    marked: set[str] = set()
    values = {key: _opened(held, (key,), marked) for key, held in struct.fields.items() if key != PROVIDER_KEY}
    return values | ({SECRETS: sorted(marked)} if marked else {})


def closed(values: Mapping[str, Any], hidden: Set[str] = frozenset()) -> Any:
    """Return the bag of these values; None vanishes. hidden: what to mark, a key or ``properties.key``."""
    struct = struct_pb2.Struct()
    given = {key: value for key, value in values.items() if value is not None and key != SECRETS}
    struct.update({key: _closed(value, (key,), hidden) for key, value in given.items()})
    return struct


def carry(before: Any, now: Any) -> None:
    """Keep the pickled provider that the state of a dynamic front end has, so that a program may go back to it."""
    if PROVIDER_KEY in before.fields:
        now.fields[PROVIDER_KEY].CopyFrom(before.fields[PROVIDER_KEY])


def _opened(value: Any, path: Path, marked: set[str]) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return Unknown() if value.string_value in UNKNOWNS else value.string_value
    if kind == "list_value":
        return [_opened(held, (*path, ""), marked) for held in value.list_value.values]
    if kind == "struct_value":
        fields = value.struct_value.fields
        if SIGNATURE in fields and fields[SIGNATURE].string_value == SECRET:
            marked.add(".".join(path[:2] if path[0] == "properties" else path[:1]))
            return _opened(fields["value"], path, marked)
        return {key: _opened(held, (*path, key), marked) for key, held in fields.items()}
    return None if kind in (None, "null_value") else getattr(value, kind)


def _closed(value: Any, path: Path, hidden: Set[str]) -> Any:
    if ".".join(path) in hidden:
        return {SIGNATURE: SECRET, "value": _closed(value, path, frozenset())}
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _closed(held, (*path, key), hidden) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_closed(held, (*path, ""), hidden) for held in value]
    return value
