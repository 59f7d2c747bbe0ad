"""Bodies of answers that are read no further than they are used, packed ones neither.

requests reads whatever comes, and urllib3 unpacks it: an answer of 600 kB can take 600 MB. Here a good answer has a
largest size, beyond which it is refused, and of any other only the beginning is read; then the connection is closed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import requests
import urllib3

#: Bytes of a good answer, unpacked. The longest is a page of 1000 images; an image takes 1 to 2 KB, and here 32.
LARGEST = 32 << 20
#: Bytes of any other answer, unpacked: more than the longest message that is shown needs.
ENOUGH = 64 << 10
#: What to ask for: Content-Encoding of other kinds is not unpacked.
ACCEPTED = "gzip, deflate"

_STEP = 16 << 10
_TOO_LONG = f"longer than {LARGEST >> 20} MiB"
_NOT_PACKED = "not packed as its Content-Encoding says"


class Unreadable(requests.RequestException):
    """The answer came and is of no use. The message says why; asking again would not help."""


class _Odd(Exception):
    """Why the body is not read any further."""


class BoundedAnswer(requests.Response):
    """An answer whose `content`, and so `text` and `json()`, has a limit.

    Raises Unreadable for a good answer (2xx) that is longer than LARGEST, or that is not packed as it says.
    """

    @property
    def content(self) -> bytes:
        if not isinstance(self._content, bytes) and self.raw is not None:
            self._content = bytes(self._read())
            self._content_consumed = True
        return self._content or b""

    def _read(self) -> bytearray:
        good = 200 <= self.status_code < 300
        held, most = bytearray(), LARGEST if good else ENOUGH
        sent = _sent(self.raw, most)
        try:
            for block in _unpacked(sent, self.headers.get("Content-Encoding", "")):
                held += block
                if len(held) > most:
                    raise _Odd(_TOO_LONG)
            if next(sent, None):
                self.raw.close()  # something stands behind the packed data
        except (_Odd, zlib.error) as odd:
            self.raw.close()
            if good:
                raise Unreadable(str(odd) if isinstance(odd, _Odd) else _NOT_PACKED) from None
        return held[:most]


def bounded(answer: requests.Response) -> requests.Response:
    """The answer, whose body has not been read yet, as a BoundedAnswer."""
    answer.__class__ = BoundedAnswer
    return answer


def _sent(raw: Any, most: int) -> Iterator[bytes]:
    """The body as it was sent, little more than `most` bytes of it. Raises what requests raises."""
    try:
        while block := raw.read(_STEP, decode_content=False):
            yield block
            most -= len(block)
            if most < 0:
                raise _Odd(_TOO_LONG)
    except urllib3.exceptions.ProtocolError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    except urllib3.exceptions.SSLError as error:
        raise requests.exceptions.SSLError(error) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise requests.ConnectionError(error) from error


def _unpacked(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    kind = encoding.strip().lower()
    if kind in {"", "identity"}:
        return blocks
    if kind in {"gzip", "x-gzip"}:
        return _inflated(blocks, lambda _: zlib.decompressobj(wbits=31))
    if kind == "deflate":
        return _inflated(blocks, _deflate)
    raise _Odd(f"packed as {encoding!r:.40}, which was not asked for")


def _deflate(first: bytes) -> Any:
    """With zlib's header, as RFC 9110, 8.4.1.2 asks, or without, as some servers send it."""
    has_header = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    return zlib.decompressobj(wbits=15 if has_header else -15)


def _inflated(blocks: Iterator[bytes], unpacker: Callable[[bytes], Any]) -> Iterator[bytes]:
    """What the blocks hold, at most _STEP bytes at once. What stands behind the packed data is left out."""
    inner = None
    for block in blocks:
        inner = inner or unpacker(block)
        left = block
        while left:
            yield inner.decompress(left, _STEP)
            left = inner.unconsumed_tail
        if inner.eof:
            return
    if inner is not None:
        yield inner.flush()
