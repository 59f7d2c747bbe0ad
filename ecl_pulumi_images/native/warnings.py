"""Warnings that the layers below log, as lines of the engine: it shows nothing that a plugin writes to stderr."""

from __future__ import annotations

import logging

from ecl_pulumi_images.client.words import harmless
from ecl_pulumi_images.provider import engine


class ToEngine(logging.Handler):
    """Shows what is logged under the stack. address: of the engine."""

    def __init__(self, address: str) -> None:
        super().__init__(logging.WARNING)
        self._address = address

    def emit(self, record: logging.LogRecord) -> None:
        """Show one record."""
        engine.show(self._address, "", harmless(record.getMessage()), "WARNING", ephemeral=False)
