"""What the libraries beneath log of our calls, without its secrets.

urllib3 logs the path and the signed query of each request, keystoneauth the address of Keystone, which may hold a
password, and pages that answer in Keystone's place. Their loggers get a filter that works only while a call of ours
is on its way in the same thread: what they log for others stays as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..words import LONGEST
from .redaction import redacted

_LIBRARIES = ("urllib3", "requests", "keystoneauth", "keystoneauth1", "openstack")
_urls: ContextVar[tuple[str, ...] | None] = ContextVar("urls", default=None)


class _WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        urls = _urls.get()
        if urls is not None:
            record.msg, record.args = redacted(record.getMessage(), *urls, longest=LONGEST), ()
            record.exc_info = record.exc_text = record.stack_info = None  # they quote URLs too
        return True


_FILTER = _WithoutSecrets()
_known = 0  # loggers at the last look


@contextmanager
def unspoken(*urls: str) -> Iterator[None]:
    """Keep the secrets of these URLs, and of all that look like one, out of the libraries' logs in this block."""
    _watch()
    before = _urls.get()
    token = _urls.set((*(before or ()), *urls))
    try:
        yield
    finally:
        _urls.reset(token)


def _watch() -> None:
    """A logger's filter does not count for the loggers below it, so each gets it; adding it twice does nothing."""
    global _known  # noqa: PLW0603  loggers belong to the process
    loggers = logging.root.manager.loggerDict
    if len(loggers) == _known:
        return
    _known = len(loggers)
    for name, logger in [*loggers.items()]:
        if isinstance(logger, logging.Logger) and name.partition(".")[0] in _LIBRARIES:
            logger.addFilter(_FILTER)
