"""What a PATCH cannot change: the inputs whose change means a new image, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..inputs.arguments import ARGUMENTS
from ..inputs.source_rules import method
from ..props import FORMATS, Props

#: Input -> the reason that is shown.
FIXED = {name: argument.new_image for name, argument in ARGUMENTS.items() if argument.new_image}
#: Those that concern the data alone: an image without any can still have it.
OF_DATA = frozenset(name for name, argument in ARGUMENTS.items() if argument.of_data)
HELD = "held"  # in what is recorded: formats as the service holds them, where those beside it are as declared


def replacements(recorded: Props, declared: Props) -> dict[str, str]:
    """Return the declared inputs that only a new image can satisfy, each with its reason."""
    return {key: reason for key, reason in FIXED.items() if _RULES.get(key, _differs)(key, recorded, declared)}


def held_content(recorded: Props) -> str | None:
    """Return the content hash of what the service holds, or None when it names none."""
    algorithm, digest = recorded.get("os_hash_algo"), recorded.get("os_hash_value")
    return f"{algorithm}:{digest}" if algorithm and digest else None


def proved(recorded: Props, digest: str | None) -> bool | None:
    """Return whether the recorded image was made from data with this ``algorithm:digest``; None when nobody knows.

    The declared digests speak of the source, which may have been packed. The service's own ones speak of what it
    holds: an equal one proves as much, another one nothing, as an import may convert.
    """
    if digest is None:
        return None
    checksum = recorded.get("checksum")
    sources = [recorded[key] for key in ("content_hash", "source_checksum") if recorded.get(key)]
    if digest in (*sources, held_content(recorded), f"md5:{checksum}" if checksum else None):
        return True
    algorithm = digest.partition(":")[0]
    return False if any(source.startswith(f"{algorithm}:") for source in sources) else None


def _differs(key: str, recorded: Props, declared: Props) -> bool:
    now = declared.get(key)
    return now is not None and now != recorded.get(key)


def _format_differs(key: str, recorded: Props, declared: Props) -> bool:
    """Formats may be patched while the image has no data; what an import made of the data is right as well."""
    return (
        _differs(key, recorded, declared)
        and declared[key] != recorded.get(HELD, {}).get(key)
        and recorded.get("status") != "queued"
    )


def _id_differs(key: str, recorded: Props, declared: Props) -> bool:
    return _differs(key, recorded, declared) and declared[key] != recorded.get("id")


def _file_differs(key: str, recorded: Props, declared: Props) -> bool:
    now = declared.get(key)
    return now is not None and not proved(recorded, now)


def _url_differs(key: str, recorded: Props, declared: Props) -> bool:
    """A new URL means new data, unless source_checksum proves it equal."""
    return _differs(key, recorded, declared) and not proved(recorded, declared.get("source_checksum"))


def _checksum_differs(key: str, recorded: Props, declared: Props) -> bool:
    """One that nothing can be compared with is believed, with a warning: the data may well be this."""
    digest = declared.get(key)
    return proved(recorded, digest) is False or (digest is not None and _disproved(recorded, digest))


def _disproved(recorded: Props, digest: str) -> bool:
    """Return whether the service's own hash is another. It is that of the source, where that was sent as it is."""
    if recorded.get("decompress") or method(recorded) != "upload" or proved(recorded, digest):
        return False
    held = {held_content(recorded), f"md5:{recorded['checksum']}" if recorded.get("checksum") else None}
    return any(one is not None and one.partition(":")[0] == digest.partition(":")[0] for one in held)


def unproved_checksum(recorded: Props, declared: Props) -> str | None:
    """Return what to say of a new source_checksum that nothing can be compared with, or None."""
    digest = declared.get("source_checksum")
    if digest is None or digest == recorded.get("source_checksum") or not recorded.get("image_source_url"):
        return None
    if proved(recorded, digest) is not None or replacements(recorded, declared):
        return None
    return (
        f"source_checksum is new and was compared with nothing: no {digest.partition(':')[0]} of the data that was "
        "sent is known, so the image stays as it is; to be sure, have it made anew by pulumi up --replace"
    )


def _packing_differs(key: str, recorded: Props, declared: Props) -> bool:
    """Left out means false, where a source is declared."""
    sourced = declared.get("local_file_path") or declared.get("image_source_url")
    return bool(sourced) and bool(declared.get(key)) != bool(recorded.get(key))


def _stores_differ(key: str, recorded: Props, declared: Props) -> bool:
    now = declared.get(key)
    before = recorded.get(key) or (recorded.get("server_properties") or {}).get("stores", "").split(",")
    return now is not None and set(now) != set(before)


def _all_stores_differs(key: str, recorded: Props, declared: Props) -> bool:
    return bool(declared.get(key)) and not recorded.get(key)


_RULES: Mapping[str, Callable[[str, Props, Props], bool]] = {
    "all_stores": _all_stores_differs,
    **dict.fromkeys(FORMATS, _format_differs),
    "content_hash": _file_differs,
    "decompress": _packing_differs,
    "image_id": _id_differs,
    "image_source_url": _url_differs,
    "source_checksum": _checksum_differs,
    "stores": _stores_differ,
}
