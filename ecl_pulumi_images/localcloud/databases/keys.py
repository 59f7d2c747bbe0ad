"""Fernet keys for Keystone's tokens, receipts and credentials."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from .. import private

_FOLDERS = ("fernet-keys", "receipt-keys", "credential-keys")
_STAGED, _PRIMARY = "0", "1"  # Keystone takes the highest number as the primary key


def write_keys(keystone: Path) -> None:
    """Give this Keystone keys of its own: a token of one local cloud is worth nothing in another."""
    for folder in _FOLDERS:
        (keystone / folder).mkdir(mode=0o700, exist_ok=True)
        for name in (_STAGED, _PRIMARY):
            private.write(keystone / folder / name, base64.urlsafe_b64encode(os.urandom(32)))
