"""The data of a declared source, opened and looked at before any record exists."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecl_pulumi_images.client.http.error_body import is_html
from ecl_pulumi_images.client.transfer.digests import Digests
from ecl_pulumi_images.client.transfer.readers import empty

from ..conditions import Conditions
from ..failures import Failed
from ..inputs.source_rules import method
from ..props import Props
from .decompression import Damaged, unpacked
from .disk_format import beginning, compression, disk_format
from .local_file import blocks, ends
from .refusal import refusal
from .stream import Stream

if TYPE_CHECKING:
    from ecl_pulumi_images.client.transfer.source import Source

Opening = Callable[[], AbstractContextManager[Stream]]


@dataclass(frozen=True)
class Data:
    """Data that is ready to be sent.

    first: how it begins, after unpacking. body: what to send; size: its bytes, None when only its end will tell.
    """

    first: bytes
    body: Source
    size: int | None = None


def is_sent(declared: Props) -> bool:
    """Return whether this machine sends the data."""
    sourced = declared.get("local_file_path") or declared.get("image_source_url")
    return bool(sourced) and method(declared) != "web-download"


@contextmanager
def opened(declared: Props, conditions: Conditions) -> Iterator[Data | None]:
    """Open what this machine has to send, and judge it by its first bytes; None when it sends nothing.

    Raises Failed or BadSource for data that is not there or not what is declared.
    """
    passes = _passes(declared, conditions)
    path = declared.get("local_file_path")
    if passes is not None:
        with closing(passes):
            _judge(passes.first, declared, b"", html=passes.html, name=passes.name)
            yield Data(passes.first, passes, passes.size)
    elif path is not None:
        first, last = ends(path)
        _judge(first, declared, last, html=False, name=f"local_file_path: {path!r}")
        yield Data(first, path)
    else:
        yield None


class Passes:
    """A source as an iterable of blocks; iterating it again reads the source again, from its beginning.

    name: for messages. size: bytes, None when unknown. html: whether it is called a page. first: how it begins.
    """

    def __init__(
        self,
        name: str,
        opening: Opening,
        expected: str | None,
        changed: str,
        *,
        unpack: bool,
        warn: Callable[[str], None],
    ) -> None:
        self.name = name
        self._warn = warn
        self.size: int | None = None
        self.html = False
        self._opening = opening
        self._expected = expected
        self._changed = changed
        self._unpack = unpack
        self._unproved = ""
        self._current = self._read()
        self.first, self._begun = beginning(self._current)
        self._fresh = True

    def __iter__(self) -> Iterator[bytes]:
        if not self._fresh:
            self.close()
            self._current = self._begun = self._read()
        self._fresh = False
        return self._begun

    def close(self) -> None:
        """Let go of the source."""
        self._current.close()

    def _read(self) -> Generator[bytes]:
        with self._opening() as stream:
            self.html = stream.html
            self.size = None if self._unpack else stream.size
            raw = self._compared(stream.blocks, self._unlike)
            try:
                yield from self._compared(unpacked(raw, self._left_out), self._neither) if self._unpack else raw
            except Damaged as error:
                raise Failed(f"{self.name} {error}") from None

    def _compared(self, data: Iterator[bytes], unlike: Callable[[str, str], None]) -> Iterator[bytes]:
        """Compare the bytes with the digest, when the last is taken: the body can't end before that."""
        algorithm, _, digest = (self._expected or "").partition(":")
        with Digests((algorithm,) if algorithm else ()) as digests:
            for block in data:
                digests.update(block)
                yield block
            found = digests.result().get(algorithm, "")
        unlike(f"{algorithm} {found}", "" if found == digest else "another")

    def _unlike(self, found: str, wrong: str) -> None:
        """What was read is not what was expected; publishers name the digest of the unpacked data as well."""
        self._unproved = f"{found} as it was read" if wrong and self._unpack else ""
        if wrong and not self._unpack:
            raise Failed(f"{self.name} has {found}: {self._changed}")

    def _neither(self, found: str, wrong: str) -> None:
        if wrong and self._unproved:
            raise Failed(f"{self.name} has {self._unproved}, still packed, and {found} unpacked: {self._changed}")

    def _left_out(self, behind: int) -> None:
        self._warn(f"{self.name} has {behind} bytes behind its packed data, which are left out")


def _passes(declared: Props, conditions: Conditions) -> Passes | None:
    """Return what is read block by block: a URL, or a file that is unpacked; any other file the client reads itself."""
    if not is_sent(declared):
        return None
    if declared.get("image_source_url"):
        return _of_url(declared, conditions)
    return _of_packed_file(declared, conditions) if declared.get("decompress") else None


def _of_url(declared: Props, conditions: Conditions) -> Passes:
    from .url import Url, fetched  # slow to import: only where it is used

    what = Url(
        declared["image_source_url"], declared.get("image_source_username"), declared.get("image_source_password")
    )
    return Passes(
        f"image_source_url: {what}",
        lambda: fetched(what, conditions.unwanted, clock=conditions.clock),
        declared.get("source_checksum"),
        "source_checksum says otherwise",
        unpack=bool(declared.get("decompress")),
        warn=conditions.warn,
    )


def _of_packed_file(declared: Props, conditions: Conditions) -> Passes:
    path = declared["local_file_path"]
    changed = "it changed between the plan and the upload; run it again"
    name = f"local_file_path: {path!r}"
    opening, expected = (lambda: nullcontext(Stream(blocks(path)))), declared.get("content_hash")
    return Passes(name, opening, expected, changed, unpack=True, warn=conditions.warn)


def _judge(first: bytes, declared: Props, last: bytes, *, html: bool, name: str) -> None:
    if not first:
        raise Failed(str(empty(name)))
    unnamed = "disk_format" not in declared and not disk_format(first) and not compression(first)
    kept = declared.get("decompress") is False and declared.get("disk_format") == "raw"
    if (is_html("", first) and not kept) or (html and unnamed):
        raise Failed(f"{name} is an HTML page, not an image: the address is wrong, or asks for a login")
    if wrong := refusal(declared, first, last):
        raise Failed(f"{wrong[0]} {wrong[1]}")
