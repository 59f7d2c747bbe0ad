"""The data of one download as far as it has come, and one more stretch of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import requests
import urllib3

from ..errors import Cancelled, Conflict, ConnectionFailed, ImageServiceError, UnexpectedAnswer
from ..http.network_errors import connection_failed
from ..http.response import judged
from ..http.session import BLOCK
from ..transport import Transport
from .destination import Destination
from .digests import Digests
from .options import TransferOptions
from .watchdog import Guard
from .watched_session import guarded_session

_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-\d+/(?:\d+|\*)")  # RFC 9110, 14.4
_NUMBER = re.compile(r"[0-9]{1,19}")  # Python refuses to read a number of thousands of digits


def skipped(status: int, headers: dict[str, str], done: int) -> int | None:
    """How many bytes of the answer are known already; None when it begins at another place than it was asked for.

    A server that does not know ranges answers 200 and all of it again. `headers` have lower-case names. Pure.
    """
    if status == 200:
        return done
    found = _CONTENT_RANGE.match(headers.get("content-range", ""))
    return 0 if found and int(found[1]) == done else None


def is_all(status: int, headers: dict[str, str], done: int) -> bool:
    """Whether the answer says that nothing follows: the connection broke right behind the last byte. Pure.

    Only then is the length that it tells what is there already (RFC 9110, 15.5.17).
    """
    return status == 416 and headers.get("content-range") == f"bytes */{done}"


@dataclass(slots=True)
class Fetch:
    """done: bytes that are written and hashed. token: the last one used."""

    transport: Transport
    path: str
    out: Destination
    digests: Digests
    options: TransferOptions
    done: int = 0
    token: str = ""

    def stretch(self, guard: Guard, size: int | None) -> ImageServiceError | None:
        """Fetch from where it stands until it ends or breaks; the error when it breaks. Raises what is our own."""
        if self.done and self.done == size:
            return None  # it broke after the last byte
        with guarded_session(self.transport.session_for_data(), guard) as session:
            try:
                with self._asked(session) as answer:
                    if is_all(answer.status_code, _lower(answer), self.done):
                        return None
                    return self._refusal(answer) or self._taken(answer, size)
            except requests.RequestException as error:
                return connection_failed("GET", self.path, self.transport.endpoint, error)

    def _asked(self, session: requests.Session) -> requests.Response:
        headers = {**self.transport.headers(), "Accept-Encoding": "identity"}
        self.token = headers.get("X-Auth-Token", "")
        if self.done:
            headers["Range"] = f"bytes={self.done}-"
        url, timeout = self.transport.endpoint + self.path, (self.transport.timeout[0], self.options.stall)
        return session.get(
            url, headers=headers, timeout=timeout, stream=True, allow_redirects=False, **self.transport.tls()
        )

    def _refusal(self, answer: requests.Response) -> ImageServiceError | None:
        status = answer.status_code
        if status == 204:
            hint = "upload to it first, or wait until it is active"
            return Conflict("the image has no data", method="GET", path=self.path, status=status, hint=hint)
        if status in {200, 206} and "html" not in answer.headers.get("Content-Type", ""):
            return self._disguise(answer)
        try:
            judged("GET", self.path, answer, ok=(200, 206), ambiguous=False, endpoint=self.transport.endpoint)
        except ImageServiceError as error:
            return error
        raise AssertionError("unreachable")

    def _disguise(self, answer: requests.Response) -> ImageServiceError | None:
        """A proxy that packs what it was asked not to pack: these are other bytes, and cannot be continued."""
        encoding = answer.headers.get("Content-Encoding", "identity")
        if encoding.strip().lower() in {"", "identity"}:
            return None
        words = f"the data came with Content-Encoding {encoding!r:.40}, which was not asked for"
        hint = "a proxy before the image service packs it: it has to leave application/octet-stream alone"
        return UnexpectedAnswer(words, method="GET", path=self.path, status=answer.status_code, hint=hint)

    def _taken(self, answer: requests.Response, size: int | None) -> ImageServiceError | None:
        headers = _lower(answer)
        skip = skipped(answer.status_code, headers, self.done)
        if skip is None:
            words = f"bytes from {self.done} on were asked for, and {headers.get('content-range')!r:.80} was answered"
            return UnexpectedAnswer(words, method="GET", path=self.path, status=answer.status_code)
        total = size if size is not None else self._total(headers, skip)
        for block in _received(answer):
            if self.options.cancelled is not None and self.options.cancelled():
                raise Cancelled(f"stopped after {self.done} bytes", method="GET", path=self.path)
            known = min(skip, len(block))
            skip -= known
            self._keep(block[known:], total)
        if total is not None and self.done < total:
            words = f"the data ended after {self.done} of {total} bytes"
            return ConnectionFailed(words, method="GET", path=self.path)
        return None

    def _keep(self, block: bytes, total: int | None) -> None:
        if block:
            self.digests.update(block)
            self.out.write(block)
            self.done += len(block)
            if self.options.progress is not None:
                self.options.progress(self.done, total)

    def _total(self, headers: dict[str, str], skip: int) -> int | None:
        length = headers.get("content-length", "")
        return int(length) + self.done - skip if _NUMBER.fullmatch(length) else None


def _lower(answer: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def _received(answer: requests.Response) -> Iterator[bytes]:
    """The body in blocks of up to 1 MiB, as it was sent."""
    try:
        yield from answer.raw.stream(BLOCK, decode_content=False)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise requests.ConnectionError(error) from error
