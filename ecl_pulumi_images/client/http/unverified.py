"""Connections whose certificates are not verified: said once, in the place of urllib3's warning at each request."""

from __future__ import annotations

import logging
import warnings
from threading import Lock

from urllib3.exceptions import InsecureRequestWarning

LOG = logging.getLogger("ecl_pulumi_images.client")

_lock = Lock()
_warned: set[str] = set()


def warn_once(setting: str) -> None:
    """Log a warning, the first time that this process hears of it. setting: what switches the verification off."""
    with _lock:
        if setting in _warned:
            return
        _warned.add(setting)
    warnings.filterwarnings("ignore", category=InsecureRequestWarning)  # of the process: they have no other scope
    LOG.warning("%s: certificates are not verified, so who is in between can read passwords and change images", setting)
